import { expect, test } from 'vitest';
import type { Doorbell } from '../../src/streams/index.ts';

/** Every doorbell passes this. */
export function doorbellContract(create: () => AsyncDisposable & { doorbell: Doorbell }): void {
  const queueOf = (name: string): string => `${name}.${crypto.randomUUID()}`;

  test('a ring is heard by a listener of the queue, with the id', async () => {
    await using made = create();
    const [queue, heard] = [queueOf('runs'), Promise.withResolvers<string>()];
    await made.doorbell.listen(queue, heard.resolve, { signal: new AbortController().signal });
    await made.doorbell.ring(queueOf('other'), 'exe_0');
    await made.doorbell.ring(queue, 'exe_1');
    expect(await heard.promise).toBe('exe_1');
  });

  test('a ring without a listener is lost without an error', async () => {
    await using made = create();
    await made.doorbell.ring(queueOf('nobody'), 'exe_1');
  });

  test('a listener whose signal aborts hears nothing more', async () => {
    await using made = create();
    const [queue, abort, heard] = [queueOf('runs'), new AbortController(), Promise.withResolvers<void>()];
    const ids: string[] = [];
    await made.doorbell.listen(queue, (id) => ids.push(id), { signal: abort.signal });
    await made.doorbell.listen(queue, (id) => id === 'exe_2' && heard.resolve(), {
      signal: new AbortController().signal,
    });
    abort.abort();
    await made.doorbell.ring(queue, 'exe_2');
    await heard.promise;
    expect(ids).toEqual([]);
  });
}
