export { connectRedis, type RedisConnectionOptions } from './connect-redis.ts';
export { InMemoryKeyValueStore, type InMemoryKeyValueStoreOptions } from './in-memory-key-value-store.ts';
export type { KeyValueStore, TimeToLive } from './key-value-store.ts';
export { KeyValueUnavailableError } from './key-value-unavailable-error.ts';
export { RateLimiter, type RateDecision, type RateLimit, type SettledCost } from './rate-limiter.ts';
export { RedisKeyValueStore, type RedisKeyValueStoreOptions } from './redis-key-value-store.ts';
export { rateHeaders, retryHeaders } from './rate-headers.ts';
