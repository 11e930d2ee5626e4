import { setTimeout as pause } from 'node:timers/promises';
import { type Benchmark, childOf, measureLoad, processorMs, warmUp } from '@aether/test-support';
import type { ApiClient } from '../e2e/api-client.ts';
import { NO_OP } from './measured-loops.ts';
import { measuredProduct, processIdOf } from './product.ts';
import { createPublishedAgent, startRun } from './published-agent.ts';

const CONCURRENT = 100;
const GOAL = 300;
const POLL_MS = 5;

/** Resolves when these runs have ended: those accepted last are claimed last. */
async function untilEnded(client: ApiClient, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    for (;;) {
      const { execution } = await client.data<{ execution: { status: string } }>(
        'query ($id: ID!) { execution(id: $id) { status } }',
        { id },
      );
      if (!['QUEUED', 'RUNNING', 'RETRYING'].includes(execution.status)) break;
      await pause(POLL_MS);
    }
  }
}

/** Whether the tenant has a run that waits or is in work. */
async function isAnyOpen(client: ApiClient): Promise<boolean> {
  const { executions } = await client.data<{ executions: { edges: readonly object[] } }>(
    '{ executions(first: 1, filter: { statuses: [QUEUED, RUNNING, RETRYING] }) { edges { node { id } } } }',
  );
  return executions.edges.length > 0;
}

/** Durable runs a second from the public API to their end. */
export const benchmark: Benchmark = {
  name: 'runs',
  says: 'durable no-op runs a second through the public mutation of the whole product, each to its end',
  async run(bench) {
    const { client, aether } = await measuredProduct(bench);
    const ours = processIdOf(aether);
    const neo4j = childOf(ours);
    const agentId = await createPublishedAgent(client, 'No-op', NO_OP);
    const load = { concurrency: CONCURRENT, seconds: bench.seconds, warmUpSeconds: bench.seconds / 4 };
    const queries = await measureLoad({ ...load, seconds: Math.min(5, bench.seconds) }, () =>
      client.data('{ viewer { expiresAt } }'),
    );
    const accepted: string[] = [];
    const accept = async (): Promise<void> => void accepted.push(await startRun(client, agentId, 'Why?'));
    await warmUp({ concurrency: CONCURRENT, secondsPerRound: bench.seconds / 4 }, accept);
    await untilEnded(client, accepted.splice(0).slice(-CONCURRENT));
    const before = { ours: processorMs(ours), neo4j: processorMs(neo4j) };
    const began = performance.now();
    const measured = await measureLoad({ ...load, warmUpSeconds: 0 }, accept);
    await untilEnded(client, accepted.slice(-CONCURRENT));
    const perSecond = accepted.length / ((performance.now() - began) / 1_000);
    const after = { ours: processorMs(ours), neo4j: processorMs(neo4j) };
    if (await isAnyOpen(client)) throw new Error('A run was still open when those accepted last had ended.');
    bench.say(`accepted ${measured.perSecond.toFixed(0)}/s, ended ${perSecond.toFixed(0)}/s`);
    return [
      {
        name: `no-op runs through runAgent to their end, ${CONCURRENT} concurrent`,
        value: perSecond,
        unit: 'runs/s',
        goal: `≥ ${GOAL}`,
        met: perSecond >= GOAL,
        reference: { name: '{ viewer { expiresAt } }, queries/s', value: queries.perSecond },
      },
      { name: 'acceptance under that load, p95', value: measured.p95, unit: 'ms' },
      {
        name: 'processor time of our process per run',
        value: (after.ours - before.ours) / accepted.length,
        unit: 'ms',
      },
      { name: 'processor time of Neo4j per run', value: (after.neo4j - before.neo4j) / accepted.length, unit: 'ms' },
    ];
  },
};
