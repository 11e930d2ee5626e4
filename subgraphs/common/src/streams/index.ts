export type { Doorbell, DoorbellHandler } from './doorbell.ts';
export { DueWorkLoop, type DueWork } from './due-work-loop.ts';
export { InMemoryStreams } from './in-memory-streams.ts';
export { InProcessDoorbell } from './in-process-doorbell.ts';
export { RedisStreams, type RedisStreamsOptions } from './redis-streams.ts';
export { StreamOverflowError } from './stream-overflow-error.ts';
export { StreamsDoorbell } from './streams-doorbell.ts';
export type { Streams, SubscribeOptions, Subscription } from './streams.ts';
