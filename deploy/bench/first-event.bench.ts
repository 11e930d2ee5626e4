import { type Benchmark, type BenchmarkRun, type Figure, measureLoad, percentile } from '@aether/test-support';
import type { Client } from 'graphql-ws';
import { createHelpDesk } from '../e2e/help-desk.ts';
import { EXECUTION_EVENTS, type RunEvent } from '../e2e/run-events.ts';
import { NO_OP } from './measured-loops.ts';
import { type Product, measuredProduct, product } from './product.ts';
import { createPublishedAgent, startRun } from './published-agent.ts';

const CONCURRENT = 10;
const GOALS = { p50: 30, p95: 80 };

interface Latencies {
  readonly p50: number;
  readonly p95: number;
}

/** Runs an agent as a browser does: a mutation by HTTP, then a subscription on a socket that is open already. */
async function firstEvents({ client }: Product, agentId: string, seconds: number): Promise<Latencies> {
  const sockets = Array.from({ length: CONCURRENT }, () => client.socket());
  const latencies: number[] = [];
  const oneRun = async (socket: Client): Promise<void> => {
    const began = performance.now();
    const id = await startRun(client, agentId, 'How long does a refund take?');
    let isFirst = true;
    for await (const { data } of socket.iterate<{ executionEvents: RunEvent }>({
      query: EXECUTION_EVENTS,
      variables: { id, after: 0 },
    })) {
      if (isFirst) latencies.push(performance.now() - began);
      isFirst = false;
      if (data?.executionEvents.event.__typename === 'ExecutionEnded') return;
    }
  };
  const free = [...sockets];
  const work = async (): Promise<void> => {
    const socket = free.pop();
    if (socket === undefined) throw new Error('There are as many sockets as runs at once.');
    await oneRun(socket);
    free.push(socket);
  };
  await measureLoad({ concurrency: CONCURRENT, seconds: Math.min(5, seconds), warmUpSeconds: 0 }, work);
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

async function figures(running: Product, agentId: string, seconds: number, name: string): Promise<readonly Figure[]> {
  const reference = await roundTrips(running, seconds);
  const measured = await firstEvents(running, agentId, seconds);
  return (['p50', 'p95'] as const).map((share) => ({
    name: `runAgent → first event, ${name}, ${CONCURRENT} concurrent, ${share}`,
    value: measured[share],
    unit: 'ms',
    goal: `≤ ${GOALS[share]}`,
    met: measured[share] <= GOALS[share],
    reference: { name: `round trip of { viewer { expiresAt } }, ${share}`, value: reference[share] },
  }));
}

/** How soon a person sees that something happens. */
export const benchmark: Benchmark = {
  name: 'first-event',
  says: 'runAgent → first event at a graphql-ws subscriber of the whole product, as a client sees it',
  async run(bench: BenchmarkRun) {
    const whole = await product(bench);
    const desk = await createHelpDesk(whole.client, whole.origin, `First event ${crypto.randomUUID()}`);
    const probed = await measuredProduct(bench);
    const noOp = await createPublishedAgent(probed.client, 'No-op', NO_OP);
    return [
      ...(await figures(probed, noOp, bench.seconds, 'no-op loop')),
      ...(await figures(whole, desk.agentId, bench.seconds, 'Q&A on builtin')),
    ];
  },
};
