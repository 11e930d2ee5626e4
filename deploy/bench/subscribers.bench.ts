import { setTimeout as pause } from 'node:timers/promises';
import { type Benchmark, percentile } from '@aether/test-support';
import type { Client } from 'graphql-ws';
import { EXECUTION_EVENTS, type RunEvent } from '../e2e/run-events.ts';
import { TALK, TALK_DELTAS } from './measured-loops.ts';
import { type MeasuredProduct, measuredProduct } from './product.ts';
import { createPublishedAgent, startRun } from './published-agent.ts';

const SUBSCRIBERS = 200;
const SETTLE_MS = 500;

interface Delivery {
  readonly p50: number;
  readonly p95: number;
  /** Streams that executions had open for all of them while the run talked, and at most while they came. */
  readonly streams: number;
  readonly streamsAtOnce: number;
  /** Share of the pieces that arrived; a preview may be dropped. */
  readonly arrived: number;
}

/** Lets one run talk to so many sockets; every piece of text says when it was said. */
async function deliver(measured: MeasuredProduct, agentId: string, subscribers: number): Promise<Delivery> {
  const { client } = measured;
  const sockets = Array.from({ length: subscribers }, () => client.socket());
  const id = await startRun(client, agentId, 'Anything?');
  await measured.probe();
  const latencies: number[] = [];
  const attached = sockets.map(() => Promise.withResolvers<void>());
  const read = async (socket: Client, onAttached: () => void): Promise<void> => {
    for await (const { data, errors } of socket.iterate<{ executionEvents: RunEvent }>({
      query: EXECUTION_EVENTS,
      variables: { id, after: 0 },
    })) {
      if (!data) throw new Error(JSON.stringify(errors));
      const { event } = data.executionEvents;
      if (event.__typename === 'StepStarted') onAttached();
      if (event.__typename === 'TextPreview') latencies.push(Date.now() - Number(event['text']));
      if (event.__typename === 'ExecutionEnded') return;
    }
  };
  const readers = sockets.map((socket, index) => read(socket, () => attached[index]?.resolve()));
  await Promise.race([Promise.all(attached.map(({ promise }) => promise)), Promise.all(readers)]);
  await pause(SETTLE_MS); // whoever replayed goes over to the shared stream now
  const { streamsAtOnce, streamsOpen } = await measured.probe();
  await measured.letTalk();
  await Promise.all(readers);
  await Promise.all(sockets.map((socket) => socket.dispose()));
  latencies.sort((left, right) => left - right);
  return {
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    streams: streamsOpen,
    streamsAtOnce,
    arrived: latencies.length / (subscribers * TALK_DELTAS),
  };
}

/** Many people watch one run. */
export const benchmark: Benchmark = {
  name: 'subscribers',
  says: `${SUBSCRIBERS} subscribers on one run: streams at its owner, and how soon 20 pieces of text a second reach them`,
  async run(bench) {
    const measured = await measuredProduct(bench);
    const agentId = await createPublishedAgent(measured.client, 'Talker', TALK);
    await deliver(measured, agentId, 10);
    const one = await deliver(measured, agentId, 1);
    const many = await deliver(measured, agentId, SUBSCRIBERS);
    const reference = (value: number) => ({ name: 'one subscriber', value });
    return [
      {
        name: `streams at the owner for ${SUBSCRIBERS} subscribers`,
        value: many.streams,
        unit: '',
        goal: '1',
        met: many.streams === 1,
        reference: reference(one.streams),
      },
      { name: 'streams at once while they came', value: many.streamsAtOnce, unit: '' },
      { name: 'delivery of a piece of text, p50', value: many.p50, unit: 'ms', reference: reference(one.p50) },
      { name: 'delivery of a piece of text, p95', value: many.p95, unit: 'ms', reference: reference(one.p95) },
      { name: 'pieces that arrived', value: many.arrived * 100, unit: '%', reference: reference(one.arrived * 100) },
    ];
  },
};
