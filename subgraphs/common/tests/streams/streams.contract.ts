import { expect, test } from 'vitest';
import { StreamOverflowError, type Streams } from '../../src/streams/index.ts';

/** Every bus passes this. `create` answers an empty one; channels are unique per test, so a server may be shared. */
export function streamsContract(create: () => Streams): void {
  const channelOf = (name: string): string => `contract.${name}.${crypto.randomUUID()}`;

  test('a message reaches every subscriber of its channel, in order, and nobody else', async () => {
    await using streams = create();
    const { signal } = new AbortController();
    const [channel, other] = [channelOf('a'), channelOf('b')];
    const readers = [channel, channel, other].map((name) => streams.subscribe(name, { signal }));
    await Promise.all(readers.map((reader) => reader.ready));

    for (let i = 0; i < 100; i++) streams.publish(channel, { i });
    streams.publish(other, 'other');

    const [first, second, third] = readers.map((reader) => reader[Symbol.asyncIterator]());
    for (let i = 0; i < 100; i++) {
      expect((await first?.next())?.value).toEqual({ i });
      expect((await second?.next())?.value).toEqual({ i });
    }
    expect((await third?.next())?.value).toBe('other');
  });

  test('a subscriber gets its own copy of a message', async () => {
    await using streams = create();
    const { signal } = new AbortController();
    const channel = channelOf('copy');
    const readers = [streams.subscribe(channel, { signal }), streams.subscribe(channel, { signal })];
    await Promise.all(readers.map((reader) => reader.ready));
    const message = { list: [1] };
    streams.publish(channel, message);
    message.list.push(2);

    const values = await Promise.all(
      readers.map(async (reader) => (await reader[Symbol.asyncIterator]().next()).value),
    );
    expect(values).toEqual([{ list: [1] }, { list: [1] }]);
    expect(values[0]).not.toBe(values[1]);
  });

  test('collects from the subscription on, also before the loop starts', async () => {
    await using streams = create();
    const channel = channelOf('early');
    const subscription = streams.subscribe(channel, { signal: new AbortController().signal });
    await subscription.ready;
    streams.publish(channel, 'early');
    for await (const message of subscription) {
      expect(message).toBe('early');
      break;
    }
  });

  test('an abort ends a waiting loop without an error', async () => {
    await using streams = create();
    const abort = new AbortController();
    const subscription = streams.subscribe(channelOf('abort'), { signal: abort.signal });
    const next = subscription[Symbol.asyncIterator]().next();
    await subscription.ready;
    abort.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  test('a subscription whose signal is aborted already is ready and over', async () => {
    await using streams = create();
    const subscription = streams.subscribe(channelOf('late'), { signal: AbortSignal.abort() });
    await subscription.ready;
    for await (const message of subscription) expect.unreachable(String(message));
  });

  test('leaving the loop ends the subscription of this reader only', async () => {
    await using streams = create();
    const { signal } = new AbortController();
    const channel = channelOf('leave');
    const [leaving, staying] = [streams.subscribe(channel, { signal }), streams.subscribe(channel, { signal })];
    await Promise.all([leaving.ready, staying.ready]);
    streams.publish(channel, 1);
    for await (const _ of leaving) break;
    streams.publish(channel, 2);

    const reader = staying[Symbol.asyncIterator]();
    expect([(await reader.next()).value, (await reader.next()).value]).toEqual([1, 2]);
    expect(await leaving[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
  });

  test('a channel can be left and joined again', async () => {
    await using streams = create();
    const channel = channelOf('again');
    for (let round = 0; round < 3; round++) {
      const abort = new AbortController();
      const subscription = streams.subscribe(channel, { signal: abort.signal });
      await subscription.ready;
      streams.publish(channel, round);
      expect((await subscription[Symbol.asyncIterator]().next()).value).toBe(round);
      abort.abort();
    }
  });

  test('a reader that falls behind ends with StreamOverflowError and does not hold the others up', async () => {
    await using streams = create();
    const { signal } = new AbortController();
    const channel = channelOf('slow');
    const [slow, quick] = [streams.subscribe(channel, { signal, limit: 10 }), streams.subscribe(channel, { signal })];
    await Promise.all([slow.ready, quick.ready]);
    for (let i = 0; i < 20; i++) streams.publish(channel, i);

    const reader = quick[Symbol.asyncIterator]();
    for (let i = 0; i < 20; i++) expect((await reader.next()).value).toBe(i);
    const behind = slow[Symbol.asyncIterator]();
    await expect(behind.next()).rejects.toThrow(StreamOverflowError);
    expect(await behind.next()).toEqual({ done: true, value: undefined });
  });

  test('disposal ends every loop', async () => {
    const streams = create();
    const subscription = streams.subscribe(channelOf('dispose'), { signal: new AbortController().signal });
    await subscription.ready;
    const next = subscription[Symbol.asyncIterator]().next();
    await streams[Symbol.asyncDispose]();
    expect(await next).toEqual({ done: true, value: undefined });
    await streams.subscribe(channelOf('after'), { signal: AbortSignal.abort() }).ready;
  });
}
