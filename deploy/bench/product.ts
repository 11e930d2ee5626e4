import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchmarkRun } from '@aether/test-support';
import { freePort } from '@aether/test-support';
import { z } from 'zod';
import type { ApiClient } from '../e2e/api-client.ts';
import { type AetherStart, type RunningAether, startAether } from '../e2e/running-aether.ts';
import { ownerClient } from '../e2e/sign-in.ts';
import type { Probed } from './probes.ts';

/** The whole product in a process of its own, with a Neo4j of its own, and its owner's key. */
export interface Product extends AsyncDisposable {
  readonly aether: RunningAether;
  readonly origin: string;
  readonly client: ApiClient;
}

/** The product with probes inside. */
export interface MeasuredProduct extends Product {
  /** What was counted since the last time. */
  probe(): Promise<Probed>;
  letTalk(): Promise<void>;
}

async function start(how: AetherStart): Promise<Product> {
  const aether = await startAether(how);
  try {
    const { client } = await ownerClient(aether);
    return { aether, origin: aether.origin, client, [Symbol.asyncDispose]: () => aether[Symbol.asyncDispose]() };
  } catch (error) {
    await aether[Symbol.asyncDispose]();
    throw error;
  }
}

/** What `npm start` starts, shared by the benchmarks of one call. */
export function product({ shared, say }: BenchmarkRun): Promise<Product> {
  return shared('product', () => {
    say('starting the product …');
    return start({});
  });
}

/** The same code from its sources, with probes. */
export function measuredProduct({ shared, say }: BenchmarkRun): Promise<MeasuredProduct> {
  return shared('measured product', async () => {
    say('starting the product with probes …');
    const port = await freePort();
    const entry = ['--import', '@aether/test-support/typescript', join(import.meta.dirname, 'measured-aether.ts')];
    const started = await start({ entry, environment: { MEASURED_PORT: String(port) } });
    const probes = `http://127.0.0.1:${port}`;
    return {
      ...started,
      probe: async () => (await (await fetch(probes)).json()) as Probed,
      letTalk: async () => void (await fetch(probes, { method: 'POST' })),
    };
  });
}

/** Process id of the product, as its lock says. */
export function processIdOf({ stateFolder }: RunningAether): number {
  const lock: unknown = JSON.parse(readFileSync(join(stateFolder, 'lock'), 'utf8'));
  return z.object({ pid: z.int() }).parse(lock).pid;
}
