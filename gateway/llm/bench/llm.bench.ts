import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type Benchmark, type Figure, percentile } from '@aether/test-support';
import { z } from 'zod';
import { catalogModel, catalogOf, catalogProvider } from '../tests/catalog-of-test.ts';
import { startTestGateway } from '../tests/llm-test-gateway.ts';
import { ScriptedBooks } from '../tests/scripted-books.ts';

const RATE = 300;
const STREAMS = 500;
const BODY = { messages: [{ role: 'user', content: 'Summarize the handbook. '.repeat(30) }] };

/** The model's price, so that each call reserves what it may cost. */
const PRICED = catalogProvider('up', {
  models: [
    catalogModel('fast', {
      inputPricePerMillion: 1_000_000_000,
      outputPricePerMillion: 4_000_000_000,
      unpriced: false,
    }),
  ],
});

interface Measured {
  /** Latencies in milliseconds, ascending. */
  readonly sorted: readonly number[];
  /** Of this process, for one request: a busy machine changes it less than latencies. */
  readonly processorMs: number;
}

interface Endpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string;
}

/**
 * What the gateway adds: requests in an open loop (the next one starts on time, however long the last one takes), first to the
 * upstream directly, then through the gateway, which runs in this process with the client; the upstream has a process of its own. Each call
 * is in a budget and in the ledger; what is behind them answers at once.
 */
export const benchmark: Benchmark = {
  name: 'llm',
  says: `LLM gateway: added latency at ${RATE} requests/s, added time per chunk, ${STREAMS} streams at once`,
  async run({ seconds, brief, say }) {
    const upstream = fork(new URL('./upstream-process.ts', import.meta.url), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: ['--import', '@aether/test-support/typescript'],
    });
    try {
      const [message]: unknown[] = await once(upstream, 'message');
      const origin = `http://127.0.0.1:${z.number().parse(message)}`;
      const books = new ScriptedBooks(Number.MAX_SAFE_INTEGER);
      await using gateway = await startTestGateway({
        environment: { AETHER_MODEL_PROVIDERS: JSON.stringify([{ slug: 'up', baseUrl: `${origin}/v1` }]) },
        config: { timeouts: { firstByteMs: 30_000, idleMs: 30_000, totalMs: 120_000 } },
        // Every call is in a budget and in the ledger.
        operations: { ...catalogOf(PRICED), ...books.operations },
      });
      const direct: Endpoint = { url: `${origin}/v1/chat/completions`, headers: {}, model: 'fast' };
      const through: Endpoint = {
        url: `${gateway.origin}/v1/chat/completions`,
        headers: gateway.headers(),
        model: 'up/fast',
      };
      const figures: Figure[] = [];
      for (const endpoint of [direct, through]) await openLoop(endpoint, RATE, 1);
      const [plain, routed] = [await openLoop(direct, RATE, seconds), await openLoop(through, RATE, seconds)];
      for (const [share, goal] of [
        [0.5, 1],
        [0.99, 5],
      ] as const) {
        const reference = percentile(plain.sorted, share);
        const value = percentile(routed.sorted, share) - reference;
        const name = `added latency, p${share * 100}`;
        figures.push({
          name,
          value,
          unit: 'ms',
          goal: `≤ ${goal}`,
          met: value <= goal,
          reference: { name: 'direct', value: reference },
        });
      }
      figures.push({
        name: 'processor time per request, with the client',
        value: routed.processorMs,
        unit: 'ms',
        reference: { name: 'direct', value: plain.processorMs },
      });
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
      const all = await Promise.all(Array.from({ length: streams }, () => stream(through).catch(() => [])));
      const whole = all.filter((chunks) => chunks.length === 50).length;
      say(`${streams} streams at once: ${whole} whole`);
      figures.push({
        name: `whole streams of ${streams} at once`,
        value: whole,
        unit: '',
        goal: String(streams),
        met: whole === streams,
      });
      return figures;
    } finally {
      upstream.disconnect();
    }
  },
};

async function openLoop(endpoint: Endpoint, rate: number, seconds: number): Promise<Measured> {
  const latencies: number[] = [];
  const before = process.cpuUsage();
  const pending: Promise<void>[] = [];
  const begin = performance.now();
  for (let index = 0; index < rate * seconds; index += 1) {
    const due = begin + (index * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 1) await delay(wait);
    pending.push(
      post(endpoint, false)
        .then((response) => response.text())
        // From when it was due: a late start is part of what a caller waits.
        .then(() => void latencies.push(performance.now() - Math.max(due, begin))),
    );
  }
  await Promise.all(pending);
  const { user, system } = process.cpuUsage(before);
  const processorMs = (user + system) / 1000 / pending.length;
  return { sorted: latencies.toSorted((left, right) => left - right), processorMs };
}

/** How late the chunks of some streams arrive, in milliseconds after they were sent. */
async function lags(endpoint: Endpoint, streams: number): Promise<readonly number[]> {
  const all = await Promise.all(Array.from({ length: streams }, () => stream(endpoint)));
  return all.flat().toSorted((left, right) => left - right);
}

async function stream(endpoint: Endpoint): Promise<readonly number[]> {
  const response = await post(endpoint, true);
  const decoder = new TextDecoder();
  const found: number[] = [];
  let rest = '';
  for await (const bytes of response.body ?? []) {
    const now = performance.timeOrigin + performance.now();
    rest += decoder.decode(bytes, { stream: true });
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const [, sent] = /"content":"(\d+(?:\.\d+)?) "/.exec(event) ?? [];
      if (sent !== undefined) found.push(now - Number(sent));
    }
  }
  return found;
}

async function post({ url, headers, model }: Endpoint, streams: boolean): Promise<Response> {
  const body = JSON.stringify({ ...BODY, model, stream: streams });
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response;
}
