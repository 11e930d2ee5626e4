import { randomBytes } from 'node:crypto';
import { createIdSource, type IdSource } from '@aether/schema';
import type { KeyValueStore } from '../key-value/key-value-store.ts';
import { RedisKeyValueStore } from '../key-value/redis-key-value-store.ts';
import { InternalTokens } from '../security/internal-tokens.ts';
import type { Clock } from '../service/clock.ts';
import type { InternalOperations } from '../service/internal-operations.ts';
import { createLogger, type Logger } from '../service/logger.ts';
import { OwnerOperations } from '../service/owner-operations.ts';
import { RemoteSubgraph } from '../service/remote-subgraph.ts';
import { systemClock } from '../service/system-clock.ts';
import { RedisStreams } from '../streams/redis-streams.ts';
import type { Streams } from '../streams/streams.ts';
import type { WireConfig } from './process-config.ts';

/** How a process reaches the others, and what needs no store of data. */
export interface Wires extends AsyncDisposable {
  readonly streams: Streams;
  readonly keyValue: KeyValueStore;
  readonly operations: InternalOperations;
  readonly tokens: InternalTokens;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: (bytes: number) => Uint8Array;
  readonly logger: Logger;
  readonly instance: string;
}

/** Redis, and the other services over HTTP. Neither has to be up: what needs one of them fails until it is. */
export function connectWires(service: string, config: WireConfig): Wires {
  const stack = new AsyncDisposableStack();
  const logger = createLogger(service, { level: config.logLevel });
  const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));
  const redis = { url: config.redisUrl, onError: (error: Error) => logger.warn({ err: error }, 'Redis is away') };
  const remotes = new Map<string, RemoteSubgraph>();
  const tokens = new InternalTokens({ secret: config.internalSecret, now: systemClock.now });
  return {
    streams: stack.use(new RedisStreams(redis)),
    keyValue: stack.use(new RedisKeyValueStore(redis)),
    tokens,
    operations: new OwnerOperations({
      service,
      tokens,
      targetOf(owner) {
        const known = remotes.get(owner);
        if (known !== undefined) return known;
        const remote = stack.use(new RemoteSubgraph({ name: owner, origin: config.originOf(owner) }));
        remotes.set(owner, remote);
        return remote;
      },
    }),
    clock: systemClock,
    ids: createIdSource({ now: systemClock.now, random }),
    random,
    logger,
    instance: config.instance,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
