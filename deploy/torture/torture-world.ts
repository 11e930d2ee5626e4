import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '@aether/common/graph';
import {
  type EffectServer,
  type ModelServer,
  type Neo4jServer,
  type ProgramUnderTest,
  type RedisServer,
  startEffectServer,
  startModelServer,
  startNeo4jServer,
  startProgram,
  startRedisServer,
  startTcpProxy,
  type TcpProxy,
} from '@aether/test-support';

/** By path: it is a test of executions, which deploy starts and never imports. */
const WORKER = new URL('../../subgraphs/executions/tests/faults/worker-process.ts', import.meta.url);

/** Short, so that a pause beyond it is short too. */
export const LEASE_MS = 4_000;

/** One worker by its name, through all its lives. */
export interface TorturedWorker {
  readonly name: string;
  readonly neo4jWire: TcpProxy;
  readonly redisWire: TcpProxy;
  /** Null while it is dead, or not ready yet. */
  origin: string | null;
  program: ProgramUnderTest | null;
}

export interface TortureWorld extends AsyncDisposable {
  readonly neo4j: Neo4jServer;
  readonly redis: RedisServer;
  readonly model: ModelServer;
  readonly effects: EffectServer;
  readonly database: Database;
  readonly workers: readonly TorturedWorker[];
  /** Starts a life of the worker. Resolves when it is ready, or has died before. */
  start(worker: TorturedWorker): Promise<void>;
}

/** A Neo4j, a Redis, a model and tools of their own, and workers that are not started yet. */
export async function createTortureWorld(count: number): Promise<TortureWorld> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'aether-torture-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const [neo4j, redis] = [stack.use(await startNeo4jServer()), stack.use(await startRedisServer())];
  const [model, effects] = [stack.use(await startModelServer()), stack.use(await startEffectServer())];
  const database = stack.use(new Database({ uri: neo4j.uri, user: 'neo4j', password: 'neo4j' }));
  const workers: TorturedWorker[] = [];
  for (let number = 1; number <= count; number += 1) {
    const neo4jWire = stack.use(await startTcpProxy({ port: Number(new URL(neo4j.uri).port) }));
    const redisWire = stack.use(await startTcpProxy({ port: redis.port }));
    workers.push({ name: `tortured-${number}`, neo4jWire, redisWire, origin: null, program: null });
  }
  stack.defer(async () => {
    await Promise.all(workers.map(({ program }) => program?.[Symbol.asyncDispose]()));
  });
  const owned = stack.move();

  return {
    neo4j,
    redis,
    model,
    effects,
    database,
    workers,
    async start(worker) {
      const program = startProgram(WORKER, {
        environment: {
          NEO4J_URI: `bolt://127.0.0.1:${worker.neo4jWire.port}`,
          REDIS_URL: `redis://127.0.0.1:${worker.redisWire.port}`,
          WORKER_INSTANCE: worker.name,
          WORKER_BLOBS: join(folder, 'blobs'),
          WORKER_MODEL: model.origin,
          WORKER_TOOLS: effects.origin,
          EXECUTIONS_QUEUES: 'torture',
          EXECUTIONS_LEASE_MS: String(LEASE_MS),
          EXECUTIONS_BEAT_MS: '500',
          EXECUTIONS_RECONCILE_MS: '500',
          EXECUTIONS_RETRY_BASE_MS: '100',
        },
      });
      worker.program = program;
      try {
        const { origin } = await program.heard('ready');
        if (worker.program === program) worker.origin = String(origin);
      } catch {
        // It died before it was ready: its database was away, or it was killed. Whoever wants it starts it again.
        if (worker.program === program) worker.program = null;
      }
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
