import { WaitingError } from '../errors.ts';

/** At most `limit` at a time. All that have begun are waited for, also when one fails; those that wait wait together. */
export async function inParallel<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const failures: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && failures.length === 0; item = waiting.shift()) {
      try {
        await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  const [failure] = failures.filter((error) => !(error instanceof WaitingError));
  if (failure !== undefined) throw failure;
  const waits = failures.filter((error) => error instanceof WaitingError);
  if (waits.length > 0) throw WaitingError.together(waits);
}
