import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { redisIsInstalled, type RedisServer, startRedisServer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ApiClient } from './api-client.ts';
import { createHelpDesk, type HelpDesk } from './help-desk.ts';
import { comparable, newcomerScenario, startQuestion } from './newcomer-scenario.ts';
import { durable, readEvents } from './run-events.ts';
import { type RunningAether, startAether } from './running-aether.ts';
import { ownerClient } from './sign-in.ts';

const DISTRIBUTED = join(import.meta.dirname, '..', 'dist', 'distributed.js');

/** A second installation starts and does the same work: minutes on a machine that is busy. */
const COMPARISON_MS = 900_000; // 15 minutes

interface Running {
  readonly aether: RunningAether;
  readonly client: ApiClient;
}

async function start(entry?: string, environment: Readonly<Record<string, string>> = {}): Promise<Running> {
  const aether = await startAether({ ...(entry === undefined ? {} : { entry: [entry] }), environment });
  try {
    return { aether, client: (await ownerClient(aether)).client };
  } catch (error) {
    await aether[Symbol.asyncDispose]();
    throw error;
  }
}

const pidOf = ({ aether }: Running, service: string): number =>
  (JSON.parse(readFileSync(join(aether.stateFolder, 'processes.json'), 'utf8')) as Record<string, number>)[service] ??
  0;

describe.skipIf(!redisIsInstalled())('every service as a process of its own', () => {
  let redis: RedisServer;
  let distributed: Running;
  let desk: HelpDesk;

  beforeAll(async () => {
    redis = await startRedisServer();
    distributed = await start(DISTRIBUTED, { REDIS_URL: redis.url });
    desk = await createHelpDesk(distributed.client, distributed.aether.origin, 'Patience desk');
  });
  afterAll(async () => {
    await distributed?.aether[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
  });

  test(
    'answers a newcomer as one process does',
    async () => {
      const embedded = await start();
      try {
        const one = await newcomerScenario(embedded.client, embedded.aether.origin);
        const many = await newcomerScenario(distributed.client, distributed.aether.origin);
        expect(comparable(many.answers)).toEqual(comparable(one.answers));
        console.log(`median run: ${one.medianMs.toFixed(0)} ms in one process, ${many.medianMs.toFixed(0)} ms in many`);
      } finally {
        await embedded.aether[Symbol.asyncDispose]();
      }
    },
    COMPARISON_MS,
  );

  test('a subgraph that dies in mid-query gives partial data with a clear error, and comes back by itself', async () => {
    const { client } = distributed;
    const id = await startQuestion(client, desk.agentId, 'Where are orders shipped from?');
    const socket = client.socket();
    await readEvents(socket, id, 0);
    await socket.dispose();
    const query = 'query ($id: ID!) { execution(id: $id) { id status agent { id name } } }';
    const whole = await client.data<{ execution: { agent: { name: string } } }>(query, { id });
    expect(whole.execution.agent.name).toBe('Patience desk');

    const pid = pidOf(distributed, 'agents');
    // It has taken the question, and then there is nobody any more.
    process.kill(pid, 'SIGSTOP');
    const asked = client.graphql<{ execution: unknown }>(query, { id });
    await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 500))]);
    process.kill(pid, 'SIGKILL');
    const partial = await asked;
    expect(partial.data.execution).toEqual({ id, status: 'SUCCEEDED', agent: null });
    expect(partial.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE', facts: { service: 'agents' } } }]);

    const again = await vi.waitFor(
      async () => {
        const answer = await client.graphql<typeof whole>(query, { id });
        if (answer.errors !== undefined) throw new Error('not yet');
        return answer.data;
      },
      { timeout: 180_000, interval: 250 },
    );
    expect(again).toEqual(whole);
  });

  test('a Redis that is wiped in mid-run loses nothing that was acknowledged', async () => {
    const { client } = distributed;
    const ids: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      ids.push(await startQuestion(client, desk.agentId, `How long does a parcel take abroad? (${index})`));
      await redis.flush();
    }
    const socket = client.socket();
    for (const id of ids) {
      const events = await readEvents(socket, id, 0);
      expect(durable(events)).toEqual(Array.from({ length: durable(events).length }, (_, index) => index + 1));
      expect(events.at(-1)?.event).toMatchObject({ __typename: 'ExecutionEnded', endStatus: 'SUCCEEDED' });
    }
    await socket.dispose();
  });
});
