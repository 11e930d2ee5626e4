import { describe, expect, test } from 'vitest';
import { ProviderRateLimitedError } from '../src/provider-errors.ts';
import { Concurrency } from '../src/routing/concurrency.ts';

const facts = { provider: 'stub' };
const signal = new AbortController().signal;
const atOnce = () => null;

describe('the bulkhead of a model', () => {
  test('lets as many calls run as it has places, and the next in when one leaves', async () => {
    const concurrency = new Concurrency({ maximum: 2, waiting: 5, waitMs: 10_000 });
    const gates = Array.from({ length: 3 }, () => Promise.withResolvers<string>());
    let running = 0;
    const calls = gates.map(({ promise }) =>
      concurrency.run('key', facts, signal, () => ((running += 1), promise), atOnce),
    );
    await Promise.resolve();
    expect(running).toBe(2);
    gates[0]?.resolve('first');
    expect(await calls[0]).toBe('first');
    await expect.poll(() => running).toBe(3);
    gates[1]?.resolve('second');
    gates[2]?.resolve('third');
    expect(await Promise.all(calls)).toEqual(['first', 'second', 'third']);
  });

  test('refuses when nobody leaves in time, and when too many wait', async () => {
    const concurrency = new Concurrency({ maximum: 1, waiting: 1, waitMs: 30 });
    const held = Promise.withResolvers<string>();
    const first = concurrency.run('key', facts, signal, () => held.promise, atOnce);
    const second = concurrency.run('key', facts, signal, async () => 'never', atOnce);
    await expect(concurrency.run('key', facts, signal, async () => 'never', atOnce)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      sameModelAgain: false,
    });
    await expect(second).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    // Another model has its own places.
    expect(await concurrency.run('other', facts, signal, async () => 'free', atOnce)).toBe('free');
    held.resolve('done');
    expect(await first).toBe('done');
  });

  test('lets whoever waits go away', async () => {
    const concurrency = new Concurrency({ maximum: 1, waiting: 1, waitMs: 10_000 });
    const held = Promise.withResolvers<string>();
    const first = concurrency.run('key', facts, signal, () => held.promise, atOnce);
    const controller = new AbortController();
    const second = concurrency.run('key', facts, controller.signal, async () => 'never', atOnce);
    controller.abort(new Error('gone'));
    await expect(second).rejects.toMatchObject({ code: 'CANCELLED' });
    held.resolve('done');
    await first;
    expect(await concurrency.run('key', facts, signal, async () => 'next', atOnce)).toBe('next');
  });

  test('halves after a refusal for the rate, and grows back with successes', async () => {
    const concurrency = new Concurrency({ maximum: 8, waiting: 8, waitMs: 10_000 });
    const refuse = () => Promise.reject(new ProviderRateLimitedError(facts, null));
    await expect(concurrency.run('key', facts, signal, refuse, atOnce)).rejects.toThrow();
    expect(concurrency.limitOf('key')).toBe(4);
    for (let call = 0; call < 100; call += 1) await concurrency.run('key', facts, signal, async () => 'ok', atOnce);
    expect(concurrency.limitOf('key')).toBe(8);
  });

  test('keeps the place of a stream until it has ended', async () => {
    const concurrency = new Concurrency({ maximum: 1, waiting: 1, waitMs: 10_000 });
    const ended = Promise.withResolvers<void>();
    await concurrency.run(
      'key',
      facts,
      signal,
      async () => 'stream',
      () => ended.promise,
    );
    let entered = false;
    const second = concurrency.run('key', facts, signal, async () => (entered = true), atOnce);
    await Promise.resolve();
    expect(entered).toBe(false);
    ended.resolve();
    await second;
    expect(entered).toBe(true);
  });
});
