import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { FileBlobStore } from '@aether/common/blobs';
import { Database } from '@aether/common/graph';
import { InMemoryKeyValueStore, RedisKeyValueStore } from '@aether/common/key-value';
import { InternalTokens } from '@aether/common/security';
import { type Logger, type ServiceParts, systemClock } from '@aether/common/service';
import { InMemoryStreams, InProcessDoorbell, RedisStreams, StreamsDoorbell } from '@aether/common/streams';
import { createIdSource } from '@aether/schema';
import type { LocalConfig } from './local-config.ts';
import type { LocalSecrets } from './local-secrets.ts';
import type { Neo4jConnection } from './neo4j/neo4j-connection.ts';

/** What all services share; the rest of `ServiceParts` is each service's own (its log, its calls to others). */
export type LocalParts = Omit<ServiceParts, 'operations' | 'modelFetch' | 'toolFetch' | 'agentFetch' | 'logger'> &
  AsyncDisposable;

/** No upload takes this long: a file that is half written since then was left by a process that died. */
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1_000; // 24 hours

export const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));

/** Real parts for one process: Neo4j and files; bus and key-value store in process, or Redis when REDIS_URL names one. */
export async function createLocalParts(input: {
  readonly config: LocalConfig;
  /** It need not answer yet. */
  readonly connection: Neo4jConnection;
  readonly secrets: LocalSecrets;
  readonly logger: Logger;
}): Promise<LocalParts> {
  const { config, connection, secrets, logger } = input;
  await using stack = new AsyncDisposableStack();
  const database = stack.use(new Database(connection));
  const redis =
    config.redisUrl === null
      ? null
      : { url: config.redisUrl, onError: (error: Error) => logger.warn({ err: error }, 'Redis is away') };
  const streams = stack.use(redis === null ? new InMemoryStreams() : new RedisStreams(redis));
  const blobs = stack.use(new FileBlobStore({ directory: join(config.stateFolder, 'blobs'), random }));
  await blobs.removeAbandoned(new Date(systemClock.now().getTime() - ABANDONED_AFTER_MS));
  const parts = {
    database,
    streams,
    doorbell: stack.use(redis === null ? new InProcessDoorbell() : new StreamsDoorbell(streams)),
    keyValue: stack.use(redis === null ? new InMemoryKeyValueStore(systemClock) : new RedisKeyValueStore(redis)),
    blobs,
    tokens: new InternalTokens({ secret: secrets('internal tokens'), now: systemClock.now }),
    clock: systemClock,
    ids: createIdSource({ now: systemClock.now, random }),
    random,
    instance: 'local',
  };
  const owned = stack.move();
  return { ...parts, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
