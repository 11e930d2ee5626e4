import type { Benchmark } from '@aether/test-support';
import { createTestStore, type TestStore } from '../tests/test-store.ts';
import { stepRow, succeededRow } from './no-op-run.ts';
import { storeBytes } from './store-bytes.ts';

/** Enough that pages of the store that are half empty do not matter. */
const RUNS = 3_000;
const MANY_STEPS = 11;
const AT_ONCE = 200;
const GOAL = 1_500;

async function wholeRun({ row: next, writer, worker }: TestStore, steps: number): Promise<void> {
  const row = next();
  await writer.accept(row);
  await writer.claim(worker, { ...row, isLost: false });
  for (let number = 1; number <= steps; number += 1) await writer.journal(stepRow(row, number));
  await writer.journal(succeededRow(row));
}

/** Growth of the store by one run with so many steps. */
async function bytesPerRun(record: TestStore, runs: number, steps: number): Promise<number | null> {
  const before = await storeBytes(record.parts.database);
  for (let done = 0; done < runs; done += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, runs - done) }, () => wholeRun(record, steps)));
  const after = await storeBytes(record.parts.database);
  return before === null || after === null ? null : (after - before) / runs;
}

/** What a run leaves in the store until retention lets go of it. */
export const benchmark: Benchmark = {
  name: 'growth',
  says: 'bytes that a run and a step of it leave in the store, with indexes and events, without payloads',
  async run({ neo4jUri, seconds, say }) {
    await using record = await createTestStore({ neo4jUri: await neo4jUri() });
    const runs = seconds < 5 ? 200 : RUNS;
    say(`${runs} runs of one step, then ${runs} of ${MANY_STEPS}`);
    const one = await bytesPerRun(record, runs, 1);
    const many = await bytesPerRun(record, runs, MANY_STEPS);
    if (one === null || many === null) {
      say('the store is not on a disk of this machine: nothing was measured');
      return [];
    }
    const perStep = (many - one) / (MANY_STEPS - 1);
    return [
      {
        name: 'growth of the store by a step with its two events',
        value: perStep,
        unit: 'B',
        goal: `≤ ${GOAL}`,
        met: perStep <= GOAL,
      },
      { name: 'growth of the store by a run of one step', value: one, unit: 'B' },
    ];
  },
};
