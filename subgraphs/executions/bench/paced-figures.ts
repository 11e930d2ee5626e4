import { type Figure, percentile, testViewer } from '@aether/test-support';
import { createExecutions, eventsOf, startRun } from '../tests/create-executions.ts';
import { simple } from '../tests/scripted-loops.ts';
import { atPace } from './at-pace.ts';

const PER_SECOND = 100;
/** Until the JVM has compiled what every run needs, at twice the pace: so Neo4j plans nothing anew in the measurement. */
const WARM_UP_SECONDS = { brief: 2, whole: 60 };
const GOALS = { p50: 30, p95: 80, end: 100 };

interface Latencies {
  readonly firstMs: number;
  /** From the end of the last step to the last event. */
  readonly lastMs: number;
}

/** Runs that come at a fixed pace, each followed by a subscriber of the subgraph: its first event, and its last after its last step. */
export async function pacedFigures(neo4jUri: string, seconds: number, brief: boolean): Promise<readonly Figure[]> {
  const viewer = testViewer();
  const stepEnded = new Map<string, number>();
  await using executions = await createExecutions({
    neo4jUri,
    config: { concurrency: 300, reconcileMs: 3_000 },
    executeAgent: async (journal) => {
      await journal.step({ key: 'one', type: 'VECTOR_SEARCH', name: 'One', input: 1 }, async () => ({
        output: 1,
        ...simple,
      }));
      stepEnded.set(journal.run.executionId, performance.now());
      return { output: {}, text: '', citations: [] };
    },
  });
  const oneRun = async (): Promise<Latencies> => {
    const began = performance.now();
    const id = await startRun(executions.service, viewer);
    let firstMs: number | null = null;
    for await (const { event } of eventsOf(executions.service, viewer, id)) {
      firstMs ??= performance.now() - began;
      if (event.__typename !== 'ExecutionEnded') continue;
      const lastMs = performance.now() - (stepEnded.get(id) ?? began);
      stepEnded.delete(id);
      return { firstMs, lastMs };
    }
    throw new Error(`The stream of ${id} ended without an end.`);
  };
  const warmUpSeconds = brief ? WARM_UP_SECONDS.brief : WARM_UP_SECONDS.whole;
  await atPace({ perSecond: PER_SECOND * 2, seconds: warmUpSeconds }, oneRun);
  const took = await atPace({ perSecond: PER_SECOND, seconds }, oneRun);
  const sorted = (of: keyof Latencies) => took.map((each) => each[of]).toSorted((left, right) => left - right);
  const figure = (name: string, value: number, goal: number): Figure => ({
    name: `${name}, ${PER_SECOND} runs/s`,
    value,
    unit: 'ms',
    goal: `≤ ${goal}`,
    met: value <= goal,
  });
  const [first, last] = [sorted('firstMs'), sorted('lastMs')];
  return [
    figure('runAgent → first event at the subgraph, p50', percentile(first, 0.5), GOALS.p50),
    figure('runAgent → first event at the subgraph, p95', percentile(first, 0.95), GOALS.p95),
    figure('end of the last step → last event, p95', percentile(last, 0.95), GOALS.end),
  ];
}
