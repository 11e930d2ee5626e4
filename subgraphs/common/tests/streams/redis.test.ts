import { redisIsInstalled, startRedisServer, startTcpProxy, type RedisServer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RedisStreams, StreamsDoorbell } from '../../src/streams/index.ts';
import { doorbellContract } from './doorbell.contract.ts';
import { streamsContract } from './streams.contract.ts';

describe.skipIf(!redisIsInstalled())('over a real Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedisServer();
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  const streamsTo = (port: number, heartbeatMs?: number): RedisStreams =>
    new RedisStreams({ url: `redis://127.0.0.1:${port}`, onError: () => {}, ...(heartbeatMs && { heartbeatMs }) });

  describe('RedisStreams', () => streamsContract(() => streamsTo(redis.port)));

  describe('StreamsDoorbell', () => {
    doorbellContract(() => {
      const streams = streamsTo(redis.port);
      return { doorbell: new StreamsDoorbell(streams), [Symbol.asyncDispose]: () => streams[Symbol.asyncDispose]() };
    });
  });

  test('a message crosses from one process to another', async () => {
    await using sender = streamsTo(redis.port);
    await using receiver = streamsTo(redis.port);
    const subscription = receiver.subscribe('cross', { signal: new AbortController().signal });
    await subscription.ready;
    sender.publish('cross', { text: 'Grüße' });
    expect((await subscription[Symbol.asyncIterator]().next()).value).toEqual({ text: 'Grüße' });
  });

  test('after a reset connection the subscription is back, and the gap is told when it is', async () => {
    await using proxy = await startTcpProxy({ port: redis.port });
    await using receiver = streamsTo(proxy.port);
    await using sender = streamsTo(redis.port);
    const gap = Promise.withResolvers<void>();
    const subscription = receiver.subscribe('reset', { signal: new AbortController().signal, onGap: gap.resolve });
    await subscription.ready;

    proxy.resetConnections();
    await gap.promise;
    sender.publish('reset', 'after the gap');
    expect((await subscription[Symbol.asyncIterator]().next()).value).toBe('after the gap');
  });

  test('a peer that vanished without a word is noticed by the heartbeat', async () => {
    await using proxy = await startTcpProxy({ port: redis.port });
    await using receiver = streamsTo(proxy.port, 50);
    await using sender = streamsTo(redis.port);
    const gap = Promise.withResolvers<void>();
    const subscription = receiver.subscribe('half', { signal: new AbortController().signal, onGap: gap.resolve });
    await subscription.ready;

    const lost = Promise.withResolvers<void>();
    proxy.setFault({ kind: 'half-open' });
    proxy.onDisconnect(() => {
      proxy.setFault({ kind: 'none' });
      lost.resolve();
    });
    await lost.promise;
    await gap.promise;
    sender.publish('half', 'back');
    expect((await subscription[Symbol.asyncIterator]().next()).value).toBe('back');
  });

  test('subscriptions survive a Redis that is killed and restarted empty, also those made while it was away', async () => {
    await using own = await startRedisServer();
    await using streams = streamsTo(own.port);
    const gap = Promise.withResolvers<void>();
    const subscription = streams.subscribe('killed', { signal: new AbortController().signal, onGap: gap.resolve });
    await subscription.ready;

    await own.kill();
    const late = streams.subscribe('late', { signal: new AbortController().signal });
    await own.restart();
    await Promise.all([gap.promise, late.ready]);
    streams.publish('killed', 'after');
    streams.publish('late', 'after');
    expect((await subscription[Symbol.asyncIterator]().next()).value).toBe('after');
    expect((await late[Symbol.asyncIterator]().next()).value).toBe('after');
  });

  test('publishing and subscribing work from the first moment on, before any connection', async () => {
    await using own = await startRedisServer();
    await own.kill();
    await using streams = streamsTo(own.port);
    const subscription = streams.subscribe('first', { signal: new AbortController().signal });
    streams.publish('first', 'lost');
    await own.restart();
    await subscription.ready;
  });
});
