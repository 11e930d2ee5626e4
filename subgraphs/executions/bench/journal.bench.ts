import { type Benchmark, executeAs, type Figure, measureLoad, testViewer, warmUp } from '@aether/test-support';
import { createExecutions, eventsOf, RUN, type RunAnswer } from '../tests/create-executions.ts';
import { AGENT_ID } from '../tests/run-agent-spec.ts';
import { journalFigure } from './journal-figure.ts';

const CONCURRENCY = 200;

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
    const journal = await journalFigure({ neo4jUri: uri, seconds, goal: 800 });
    say('with mutation, worker and events of the subgraph');
    return [journal, await serviceFigure(uri, seconds)];
  },
};
