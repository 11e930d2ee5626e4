import { type Benchmark, type Figure, percentile, testViewer } from '@aether/test-support';
import { createExecutions } from '../tests/create-executions.ts';
import { newTrigger, post, signed, triggerOperations, VAULT_KEY } from '../tests/create-triggers.ts';
import { atPace } from './at-pace.ts';

const PER_SECOND = 100;
const GOAL_MS = 50;
/**
 * Until the JVM has compiled what every event needs, at twice the pace: Neo4j plans every statement anew when what it has counted is
 * four times what it was, so nothing that is measured may be a large part of what there is.
 */
const WARM_UP_SECONDS = { brief: 2, whole: 60 };

/** Signed events at a fixed pace, whatever the answers take: a sender does not wait. */
export const benchmark: Benchmark = {
  name: 'webhook',
  says: `from a signed event to its 202, committed, at ${PER_SECOND} events a second, each starting a run`,
  async run(bench): Promise<readonly Figure[]> {
    const viewer = testViewer();
    await using executions = await createExecutions({
      executeAgent: async () => ({ output: {}, text: '', citations: [] }),
      operations: triggerOperations(),
      neo4jUri: await bench.neo4jUri(),
      config: { vaultKey: VAULT_KEY, concurrency: 300, reconcileMs: 3_000 },
    });
    const { service } = executions;
    const trigger = await newTrigger(service, viewer, { ratePerMinute: 60_000, filter: 'event.body.question != ""' });
    const send = async (): Promise<number> => {
      const body = JSON.stringify({ question: `Where is order ${crypto.randomUUID()}?` });
      const headers = signed(trigger.secret, body);
      const began = performance.now();
      const { status } = await post(service, trigger.id, body, headers);
      if (status !== 202) throw new Error(`The event was answered with ${status}.`);
      return performance.now() - began;
    };
    const warmUpSeconds = bench.brief ? WARM_UP_SECONDS.brief : WARM_UP_SECONDS.whole;
    await atPace({ perSecond: PER_SECOND * 2, seconds: warmUpSeconds }, send);
    const took = (await atPace({ perSecond: PER_SECOND, seconds: bench.seconds }, send)).toSorted(
      (left, right) => left - right,
    );
    const p95 = percentile(took, 0.95);
    bench.say(`${took.length} events, median ${percentile(took, 0.5).toFixed(1)} ms`);
    return [
      {
        name: `202 of a webhook at ${PER_SECOND}/s, p95`,
        value: p95,
        unit: 'ms',
        goal: `≤ ${GOAL_MS}`,
        met: p95 <= GOAL_MS,
      },
    ];
  },
};
