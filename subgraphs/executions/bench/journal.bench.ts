import { type Benchmark, executeAs, type Figure, measureLoad, testViewer, warmUp } from '@aether/test-support';
import type { AcceptRow, JournalRow } from '../src/db/execution-store.ts';
import { createExecutions, eventsOf, RUN, type RunAnswer } from '../tests/create-executions.ts';
import { AGENT_ID } from '../tests/run-agent-spec.ts';
import { createTestStore, type TestStore } from '../tests/test-store.ts';
import { stepRow, succeededRow } from './no-op-run.ts';

const CONCURRENCY = 200;
const GOAL = 800;

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

async function journalFigure(neo4jUri: string, seconds: number): Promise<Figure> {
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
  await measureLoad({ seconds, concurrency: CONCURRENCY, warmUpSeconds: 0 }, () => noOpRun(record, grouped)); // unmeasured: Neo4j compiles
  const one = await measureLoad({ seconds: Math.min(10, seconds), concurrency: 40 }, () => noOpRun(record, single));
  const many = await measureLoad({ seconds, concurrency: CONCURRENCY }, () => noOpRun(record, grouped));
  return {
    name: `durable no-op runs at the journal, ${CONCURRENCY} concurrent`,
    value: many.perSecond,
    unit: 'runs/s',
    goal: `≥ ${GOAL}`,
    met: many.perSecond >= GOAL,
    reference: { name: 'one transaction per write', value: one.perSecond },
  };
}

/** The same with everything that a service adds: the mutation of the subgraph, worker, events to a subscriber. */
async function serviceFigure(neo4jUri: string, seconds: number): Promise<Figure> {
  const viewer = testViewer();
  await using executions = await createExecutions({
    executeAgent: async () => ({ output: {}, text: '', citations: [] }),
    neo4jUri,
    config: { concurrency: 300, reconcileMs: 3_000 },
  });
  const { service } = executions;
  const wholeRun = async (): Promise<void> => {
    const input = { agentId: AGENT_ID, input: { question: 'Why?' }, idempotencyKey: crypto.randomUUID() };
    const { data } = await executeAs<RunAnswer>(service, viewer, RUN, { input });
    const id = data.runAgent.execution?.id ?? '';
    for await (const { event } of eventsOf(service, viewer, id)) if (event.__typename === 'ExecutionEnded') return;
  };
  await warmUp({ concurrency: CONCURRENCY, secondsPerRound: seconds / 4 }, wholeRun);
  const whole = await measureLoad({ seconds, concurrency: CONCURRENCY }, wholeRun);
  return {
    name: `no-op runs through the subgraph, each followed to its end, ${CONCURRENCY} concurrent`,
    value: whole.perSecond,
    unit: 'runs/s',
  };
}

/** How many durable runs the record takes a second. */
export const benchmark: Benchmark = {
  name: 'journal',
  says: 'durable no-op runs a second at the journal, group commit against one transaction per write',
  async run({ neo4jUri, seconds, say }) {
    const uri = await neo4jUri();
    say('the journal alone');
    const journal = await journalFigure(uri, seconds);
    say('with mutation, worker and events of the subgraph');
    return [journal, await serviceFigure(uri, seconds)];
  },
};
