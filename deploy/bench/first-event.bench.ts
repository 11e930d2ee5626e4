import { type Benchmark, type BenchmarkRun, type Figure, measureLoad, percentile, warmUp } from '@aether/test-support';
import type { Client } from 'graphql-ws';
import { createHelpDesk } from '../e2e/help-desk.ts';
import { EXECUTION_EVENTS, type RunEvent } from '../e2e/run-events.ts';
import { NO_OP, THINK } from './measured-loops.ts';
import { type Product, measuredProduct } from './product.ts';
import { createPublishedAgent, startRun } from './published-agent.ts';

const CONCURRENT = 10;
const SHARES = ['p50', 'p95'] as const;
const GOALS = { p50: 30, p95: 80 };

type Share = (typeof SHARES)[number];

type Latencies = Readonly<Record<Share, number>>;

/** Runs an agent as a browser does, to its end: a mutation by HTTP, then a subscription on a socket that is open already. */
async function followRun({ client }: Product, socket: Client, agentId: string): Promise<number> {
  const began = performance.now();
  const id = await startRun(client, agentId, 'How long does a refund take?');
  let firstMs: number | null = null;
  for await (const { data } of socket.iterate<{ executionEvents: RunEvent }>({
    query: EXECUTION_EVENTS,
    variables: { id, after: 0 },
  })) {
    firstMs ??= performance.now() - began;
    if (data?.executionEvents.event.__typename === 'ExecutionEnded') return firstMs;
  }
  throw new Error(`The stream of ${id} closed before the run had ended.`);
}

async function firstEvents(product: Product, agentId: string, seconds: number): Promise<Latencies> {
  const sockets = Array.from({ length: CONCURRENT }, () => product.client.socket());
  const latencies: number[] = [];
  const free = [...sockets];
  const work = async (): Promise<void> => {
    const socket = free.pop();
    if (socket === undefined) throw new Error('There are as many sockets as runs at once.');
    latencies.push(await followRun(product, socket, agentId));
    free.push(socket);
  };
  await warmUp({ concurrency: CONCURRENT, secondsPerRound: seconds / 4 }, work);
  latencies.length = 0;
  await measureLoad({ concurrency: CONCURRENT, seconds, warmUpSeconds: 0 }, work);
  await Promise.all(sockets.map((socket) => socket.dispose()));
  latencies.sort((left, right) => left - right);
  return { p50: percentile(latencies, 0.5), p95: percentile(latencies, 0.95) };
}

/** Latency of the cheapest query at the same concurrency: what HTTP, authentication and the gateway take by themselves. */
async function roundTrips({ client }: Product, seconds: number): Promise<Latencies> {
  return measureLoad({ concurrency: CONCURRENT, seconds: Math.min(5, seconds), warmUpSeconds: 0.5 }, () =>
    client.data('{ viewer { expiresAt } }'),
  );
}

/** How soon a person sees that something happens. */
export const benchmark: Benchmark = {
  name: 'first-event',
  says: 'runAgent → first event at a graphql-ws subscriber of the whole product, as a client sees it',
  async run(bench: BenchmarkRun) {
    const { seconds } = bench;
    const measured = await measuredProduct(bench);
    const { client, origin } = measured;
    const thinker = await createPublishedAgent(client, 'Thinker', THINK);
    const noOp = await createPublishedAgent(client, 'No-op', NO_OP);
    const desk = await createHelpDesk(client, origin, `First event ${crypto.randomUUID()}`);
    const reference = await roundTrips(measured, seconds);
    const against = (share: Share) => ({
      name: `round trip of { viewer { expiresAt } }, ${share}`,
      value: reference[share],
    });
    const told = (what: string, latencies: Latencies, goals?: Readonly<Record<Share, number>>): readonly Figure[] =>
      SHARES.map((share) => ({
        name: `runAgent → first event, ${CONCURRENT} at once ${what}, ${share}`,
        value: latencies[share],
        unit: 'ms',
        ...(goals === undefined ? {} : { goal: `≤ ${goals[share]}`, met: latencies[share] <= goals[share] }),
        reference: against(share),
      }));
    // Those that end at once come first: they show Neo4j and Node every path a hundred times a second.
    const saturated = told('that end at once (saturation)', await firstEvents(measured, noOp, seconds));
    return [
      ...told('that take about a second', await firstEvents(measured, thinker, seconds), GOALS),
      ...saturated,
      ...told('of Q&A on builtin (saturation)', await firstEvents(measured, desk.agentId, seconds)),
    ];
  },
};
