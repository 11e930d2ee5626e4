import { afterAll, describe, expect, test } from 'vitest';
import { Embedder } from '../src/builtin/embedder.ts';

const signal = new AbortController().signal;
const dot = (left: Float32Array, right: Float32Array): number =>
  left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);

describe('the built-in sentence encoder', () => {
  const embedder = new Embedder({ idleMs: 200 });
  afterAll(() => embedder[Symbol.asyncDispose]());

  test('gives unit vectors of 512 dimensions in the order of the texts', async () => {
    const [money, refund, cat] = await embedder.embed(
      ['How do I get my money back?', 'Our refund policy for returned goods', 'The cat sleeps in the sun'],
      { signal, priority: 'interactive' },
    );
    if (money === undefined || refund === undefined || cat === undefined) throw new Error('a vector is missing');
    expect(money).toHaveLength(512);
    expect(dot(money, money)).toBeCloseTo(1, 4);
    expect(dot(money, refund)).toBeGreaterThan(dot(money, cat));
  });

  test('encodes a text once, also within one call', async () => {
    const before = embedder.encoded;
    await embedder.embed(['the same text', 'the same text'], { signal, priority: 'bulk' });
    await embedder.embed(['the same text'], { signal, priority: 'bulk' });
    expect(embedder.encoded - before).toBe(1);
  });

  test('lets a question pass a document that waits', async () => {
    const order: string[] = [];
    const document = embedder
      .embed(
        Array.from({ length: 24 }, (_, index) => `passage ${index}`),
        { signal, priority: 'bulk' },
      )
      .then(() => order.push('document'));
    const question = embedder
      .embed(['a question'], { signal, priority: 'interactive' })
      .then(() => order.push('question'));
    await Promise.all([document, question]);
    expect(order).toEqual(['question', 'document']);
  });

  test('ends its thread when nothing is asked, and wakes up for the next text', async () => {
    await embedder.embed(['one more'], { signal, priority: 'bulk' });
    await expect.poll(() => embedder.awake, { timeout: 5000 }).toBe(false);
    await embedder.embed(['awake again'], { signal, priority: 'bulk' });
    expect(embedder.awake).toBe(true);
  });

  test('answers a cancelled call with CANCELLED', async () => {
    const controller = new AbortController();
    const call = embedder.embed(
      Array.from({ length: 40 }, (_, index) => `never encoded ${index}`),
      { signal: controller.signal, priority: 'bulk' },
    );
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
