import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, percentile, subscribeAs, testViewer } from '@aether/test-support';
import { createExecutions, eventOf, startRun } from '../tests/create-executions.ts';
import { simple, started } from '../tests/scripted-loops.ts';

const SUBSCRIBERS = 200;
const PER_SECOND = 100;
const GOAL_MS = 100;
const GOAL_MB = 64;
const EVENTS = `subscription ($id: ID!) { executionEvents(id: $id, after: 0) { seq event { __typename ... on StepProgressed { message } } } }`;

interface Told {
  readonly executionEvents: { readonly event: { readonly __typename: string; readonly message?: string | null } };
}

const megabytes = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
};

/** One run that tells 100 durable events a second, and 200 who watch it: how soon each hears each, and what that costs in memory. */
export async function watchedFigures(neo4jUri: string, seconds: number): Promise<readonly Figure[]> {
  const viewer = testViewer();
  const watched = Promise.withResolvers<void>();
  await using executions = await createExecutions({
    neo4jUri,
    config: { deltaMs: 0 },
    executeAgent: async (journal) => {
      await journal.step({ key: 'talk', type: 'VECTOR_SEARCH', name: 'Talk', input: 1 }, async (step) => {
        await watched.promise;
        const began = performance.now();
        for (let count = 0; count < seconds * PER_SECOND; count += 1) {
          step.progress(null, String(performance.now()));
          await pause(Math.max(0, began + ((count + 1) * 1_000) / PER_SECOND - performance.now()));
        }
        return { output: 1, ...simple };
      });
      return { output: {}, text: '', citations: [] };
    },
  });
  const id = await startRun(executions.service, viewer);
  await eventOf(executions.service, viewer, id, started('talk'));
  const latencies: number[] = [];
  let attached = 0;
  const watch = async (): Promise<void> => {
    for await (const { data } of subscribeAs(executions.service, viewer, EVENTS, { id })) {
      const { event } = (data as unknown as Told).executionEvents;
      if (event.__typename === 'StepStarted' && (attached += 1) === SUBSCRIBERS) watched.resolve();
      if (event.__typename === 'StepProgressed') latencies.push(performance.now() - Number(event.message));
    }
  };
  const before = megabytes();
  await Promise.all(Array.from({ length: SUBSCRIBERS }, watch));
  const grown = megabytes() - before;
  latencies.sort((left, right) => left - right);
  const p95 = percentile(latencies, 0.95);
  return [
    {
      name: `delivery to ${SUBSCRIBERS} subscribers of one run at ${PER_SECOND} events/s, p95`,
      value: p95,
      unit: 'ms',
      goal: `≤ ${GOAL_MS}`,
      met: p95 <= GOAL_MS,
    },
    {
      name: 'events that arrived',
      value: (latencies.length / (SUBSCRIBERS * seconds * PER_SECOND)) * 100,
      unit: '%',
    },
    { name: 'memory grown meanwhile', value: grown, unit: 'MB', goal: `≤ ${GOAL_MB}`, met: grown <= GOAL_MB },
  ];
}
