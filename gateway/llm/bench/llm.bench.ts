import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type Benchmark, type Figure, percentile } from '@aether/test-support';
import { z } from 'zod';
import type { ChatEndpoint } from './chat-endpoint.ts';
import { CHUNKS_PER_STREAM, chunkLags } from './chunk-lags.ts';
import { inTurn } from './in-turn.ts';
import { comparePeers } from './peers/compare-peers.ts';
import { installPeers } from './peers/install-peers.ts';
import { pinnedCore } from './peers/pinned-core.ts';
import { startAether } from './peers/start-aether.ts';

const RATE = 300;
const STREAMS = 500;
const WARM_UP_SECONDS = 5;
const ROUNDS = 6;
const NOTE = `Added latency: ${ROUNDS} rounds at the upstream and at the gateway in turn; of each round its percentiles, of those the median.`;

/**
 * What the gateway adds: requests in an open loop (the next one starts on time, however long the last one takes), to the upstream
 * directly and through the gateway in turn. Gateway and upstream have processes of their own, the gateway on one core. Each call is in a
 * budget and in the ledger; what is behind them answers at once.
 */
export const benchmark: Benchmark = {
  name: 'llm',
  says: `LLM gateway: added latency at ${RATE} requests/s, added time per chunk, ${STREAMS} streams at once`,
  install: installPeers,
  async run({ seconds, brief, say }) {
    const upstream = fork(new URL('./upstream-process.ts', import.meta.url), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: ['--import', '@aether/test-support/typescript'],
    });
    try {
      const [message]: unknown[] = await once(upstream, 'message');
      const origin = `http://127.0.0.1:${z.number().parse(message)}`;
      await using gateway = await startAether(origin, pinnedCore());
      const direct: ChatEndpoint = { url: `${origin}/v1/chat/completions`, headers: {}, model: 'fast' };
      const endpoints = [() => direct, () => gateway.endpoint()] as const;
      const figures: Figure[] = [];
      await inTurn(endpoints, { rate: RATE, seconds: WARM_UP_SECONDS, rounds: 1 });
      const [plain, routed] = await inTurn(endpoints, { rate: RATE, seconds, rounds: brief ? 1 : ROUNDS });
      for (const [share, goal] of [
        [0.5, 1],
        [0.99, 5],
      ] as const) {
        const reference = plain(share);
        const value = routed(share) - reference;
        const name = `added latency, p${share * 100}`;
        figures.push({
          name,
          value,
          unit: 'ms',
          goal: `≤ ${goal}`,
          met: value <= goal,
          reference: { name: 'direct', value: reference },
          notes: [NOTE],
        });
      }
      const through = gateway.endpoint();
      const lagDirect = await lags(direct, 20);
      const lagThrough = await lags(through, 20);
      const added = percentile(lagThrough, 0.5) - percentile(lagDirect, 0.5);
      figures.push({
        name: 'added per chunk of a stream, p50',
        value: added,
        unit: 'ms',
        goal: '≤ 1',
        met: added <= 1,
        reference: { name: 'direct', value: percentile(lagDirect, 0.5) },
      });
      const streams = brief ? 50 : STREAMS;
      const all = await Promise.all(Array.from({ length: streams }, () => chunkLags(through).catch(() => [])));
      const whole = all.filter((chunks) => chunks.length === CHUNKS_PER_STREAM).length;
      say(`${streams} streams at once: ${whole} whole`);
      figures.push({
        name: `whole streams of ${streams} at once`,
        value: whole,
        unit: '',
        goal: String(streams),
        met: whole === streams,
      });
      return [...figures, ...(await comparePeers({ upstream: origin, seconds, brief, say }))];
    } finally {
      upstream.disconnect();
    }
  },
};

/** How late the chunks of some streams arrive, in milliseconds, ascending. */
async function lags(endpoint: ChatEndpoint, streams: number): Promise<readonly number[]> {
  const all = await Promise.all(Array.from({ length: streams }, () => chunkLags(endpoint)));
  return all.flat().toSorted((left, right) => left - right);
}
