import type { Benchmark } from '@aether/test-support';
import { createTestStore, type TestStore } from '../tests/test-store.ts';
import { stepRow, succeededRow } from './no-op-run.ts';
import { recordBytes } from './record-bytes.ts';

const MANY_STEPS = 101;
const GOAL = 1_500;

/** Bytes in the record of one run with so many steps. */
async function bytesOfRun({ row: next, writer, worker, parts }: TestStore, steps: number): Promise<number> {
  const row = next();
  await writer.accept(row);
  await writer.claim(worker, { ...row, isLost: false });
  for (let number = 1; number <= steps; number += 1) await writer.journal(stepRow(row, number));
  await writer.journal(succeededRow(row));
  return recordBytes(parts.database, row);
}

/** What a run leaves in the record until retention lets go of it. The same on every machine. */
export const benchmark: Benchmark = {
  name: 'growth',
  says: 'bytes that a run and a step of it leave in the record, with events, without payloads',
  async run({ neo4jUri, say }) {
    await using record = await createTestStore({ neo4jUri: await neo4jUri() });
    say(`a run of one step, and one of ${MANY_STEPS}`);
    const one = await bytesOfRun(record, 1);
    const perStep = ((await bytesOfRun(record, MANY_STEPS)) - one) / (MANY_STEPS - 1);
    return [
      {
        name: 'properties of a step and its two events, as JSON',
        value: perStep,
        unit: 'B',
        goal: `≤ ${GOAL}`,
        met: perStep <= GOAL,
        reference: { name: 'a run of one step', value: one },
      },
    ];
  },
};
