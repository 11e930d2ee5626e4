import { type Figure, measureLoad, warmUp } from '@aether/test-support';
import type { AcceptRow, JournalRow } from '../src/db/execution-store.ts';
import { createTestStore, type TestStore } from '../tests/test-store.ts';
import { stepRow, succeededRow } from './no-op-run.ts';

const CONCURRENCY = 200;

export interface JournalMeasurement {
  readonly neo4jUri: string;
  readonly seconds: number;
  /** Runs a second. */
  readonly goal: number;
}

/** The writes of one run, each resolving after its commit. */
interface Writes {
  accept(row: AcceptRow): Promise<unknown>;
  claim(row: AcceptRow): Promise<unknown>;
  journal(row: JournalRow): Promise<unknown>;
}

/** Accept, claim, one step with two events, end; each awaited. */
async function noOpRun(record: TestStore, writes: Writes): Promise<void> {
  const row = record.row();
  await writes.accept(row);
  await writes.claim(row);
  await writes.journal(stepRow(row));
  await writes.journal(succeededRow(row));
}

/** Durable runs that do nothing, a second, against the same with a transaction for each write. */
export async function journalFigure({ neo4jUri, seconds, goal }: JournalMeasurement): Promise<Figure> {
  await using record = await createTestStore({ neo4jUri });
  const { writer, store, worker } = record;
  const grouped: Writes = {
    accept: (row) => writer.accept(row),
    claim: (row) => writer.claim(worker, { ...row, isLost: false }),
    journal: (row) => writer.journal(row),
  };
  const single: Writes = {
    accept: (row) => store.accept([row]),
    claim: (row) => store.claim(worker, [{ ...row, isLost: false }]),
    journal: (row) => store.flush([row]),
  };
  await warmUp({ concurrency: CONCURRENCY, secondsPerRound: seconds / 4 }, () => noOpRun(record, grouped));
  const one = await measureLoad({ seconds: Math.min(10, seconds), concurrency: 40 }, () => noOpRun(record, single));
  const many = await measureLoad({ seconds, concurrency: CONCURRENCY }, () => noOpRun(record, grouped));
  return {
    name: `durable no-op runs at the journal, ${CONCURRENCY} concurrent`,
    value: many.perSecond,
    unit: 'runs/s',
    goal: `≥ ${goal}`,
    met: many.perSecond >= goal,
    reference: { name: 'one transaction per write', value: one.perSecond },
  };
}
