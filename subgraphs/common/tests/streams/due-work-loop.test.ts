import { expect, test, vi } from 'vitest';
import { createLogger } from '../../src/service/index.ts';
import { DueWorkLoop, type DueWork, InProcessDoorbell } from '../../src/streams/index.ts';

const BELL = 'work';

/** A record in memory: what is due, taken once. */
class WorkInMemory implements DueWork<string> {
  readonly waiting: string[] = [];
  looks = 0;
  failures = 0;

  due(limit: number): Promise<readonly { readonly tenantId: string; readonly id: string }[]> {
    this.looks += 1;
    if (this.failures-- > 0) return Promise.reject(new Error('The record is away.'));
    return Promise.resolve(this.waiting.slice(0, limit).map((id) => ({ tenantId: 'ten_1', id })));
  }

  nextDueMs = (): Promise<number | null> => Promise.resolve(null);

  claim(_tenantId: string, id: string): Promise<string | null> {
    const index = this.waiting.indexOf(id);
    return Promise.resolve(index < 0 ? null : (this.waiting.splice(index, 1)[0] ?? null));
  }
}

async function running(
  options: { readonly parallel?: number; readonly pollMs?: number } = {},
  process?: (claim: string, stop: AbortSignal) => Promise<void>,
) {
  const [work, doorbell, done] = [new WorkInMemory(), new InProcessDoorbell(), Array.of<string>()];
  const loop = new DueWorkLoop(
    { bell: BELL, parallel: 1, leaseMs: 1_000, pollMs: 60_000, ...options },
    {
      work,
      process: process ?? (async (claim) => void done.push(claim)),
      doorbell,
      logger: createLogger('common', { level: 'silent' }),
    },
  );
  await loop.start();
  return { work, doorbell, done, loop };
}

test('a ring wakes it, and it takes all that is due before it waits again', async () => {
  const { work, doorbell, done, loop } = await running();
  await using _ = loop;
  await vi.waitFor(() => expect(work.looks).toBe(1));
  work.waiting.push('a', 'b', 'c');
  await doorbell.ring(BELL, 'a');
  await vi.waitFor(() => expect(done).toEqual(['a', 'b', 'c']));
});

test('a ring that was lost costs one interval, and so does a record that is away', async () => {
  const { work, done, loop } = await running({ pollMs: 20 });
  await using _ = loop;
  work.failures = 1;
  work.waiting.push('a');
  await vi.waitFor(() => expect(done).toEqual(['a']));
});

test('what several loops see at once is worked on once', async () => {
  const { work, doorbell, done, loop } = await running({ parallel: 3 });
  await using _ = loop;
  work.waiting.push(...'abcdefgh');
  await doorbell.ring(BELL, 'a');
  await vi.waitFor(() => expect(done.toSorted()).toEqual([...'abcdefgh']));
});

test('it stops when what is under way has been handed back, and takes nothing more', async () => {
  const handedBack: string[] = [];
  const { work, doorbell, loop } = await running({}, async (claim, stop) => {
    await new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
    handedBack.push(claim);
  });
  work.waiting.push('a', 'b');
  await doorbell.ring(BELL, 'a');
  await vi.waitFor(() => expect(work.waiting).toEqual(['b']));
  await loop[Symbol.asyncDispose]();
  expect([handedBack, work.waiting]).toEqual([['a'], ['b']]);
});
