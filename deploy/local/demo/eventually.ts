import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 200;

/**
 * Looks again and again until there is something to see.
 * @throws Error when there was nothing for `patienceMs`; the signal's reason when it is aborted
 */
export async function eventually<Seen>(
  what: string,
  look: () => Promise<Seen | null>,
  { signal, patienceMs }: { readonly signal: AbortSignal; readonly patienceMs: number },
): Promise<Seen> {
  for (let looks = Math.ceil(patienceMs / LOOK_MS); looks > 0; looks -= 1) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    const seen = await look();
    if (seen !== null) return seen;
    await pause(LOOK_MS, undefined, { signal });
  }
  throw new Error(`${what}: nothing after ${patienceMs / 1_000} s.`);
}
