import { randomUUID } from 'node:crypto';
import { createTestParts } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { OutboxConsumer, type OutboxConsumerOptions, type StoredDomainEvent } from '../../src/graph/outbox-consumer.ts';
import { type DomainEvent, Outbox } from '../../src/graph/outbox.ts';
import { IdempotencyMismatchError, claimIdempotencyKey, hashInput } from '../../src/graph/idempotency.ts';
import { applyMigrations } from '../../src/graph/migrations.ts';
import { systemClock } from '../../src/service/system-clock.ts';

const event = (subject: string): DomainEvent => ({
  type: 'aether.test.happened',
  subject,
  data: { subject },
  actorId: null,
  requestId: null,
});

describe('outbox, cursor and idempotency on the real database', () => {
  let parts: Awaited<ReturnType<typeof createTestParts>>;
  const tenantId = `tnt_${randomUUID()}`;
  const lane = `test/${randomUUID()}`;
  let outbox: Outbox;

  beforeAll(async () => {
    parts = await createTestParts();
    await applyMigrations(parts.database, { owner: 'test', steps: [] }, systemClock.now);
    outbox = new Outbox({ lane, database: parts.database, streams: parts.streams, clock: systemClock });
    await outbox.open();
  });
  afterAll(() => parts[Symbol.asyncDispose]());

  const tell = (...subjects: string[]) =>
    parts.database.tenant(tenantId).transaction((transaction) => outbox.append(transaction, subjects.map(event)));

  /** Only the events of this file: the database is shared with other suites. */
  const consumerOf = (
    name: string,
    handle: (events: readonly StoredDomainEvent[]) => Promise<void>,
    types?: OutboxConsumerOptions['types'],
  ) =>
    new OutboxConsumer({
      ...(types === undefined ? {} : { types }),
      consumer: name,
      database: parts.database,
      streams: parts.streams,
      logger: parts.logger,
      handle: async (events) => handle(events.filter((found) => found.lane === lane)),
    });

  test('numbers events of 40 concurrent transactions without a gap and delivers each once, in order', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, index) => tell(`a${index}`, `b${index}`)));
    const seen: StoredDomainEvent[] = [];
    await using consumer = consumerOf(`test.${randomUUID()}`, async (events) => void seen.push(...events));
    await consumer.drain();
    expect(seen.map((found) => found.position)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
    expect(new Set(seen.map((found) => found.subject)).size).toBe(80);
    expect(seen[0]).toMatchObject({ tenantId, type: 'aether.test.happened', data: { subject: expect.any(String) } });
  }, 60_000);

  test('writes no event when the transaction fails', async () => {
    const before = await countOf();
    await expect(
      parts.database.tenant(tenantId).transaction(async (transaction) => {
        await outbox.append(transaction, [event('never')]);
        throw new TypeError('the change was refused');
      }),
    ).rejects.toThrow('the change was refused');
    expect(await countOf()).toBe(before);
  });

  test('delivers again what a consumer could not handle, and only that', async () => {
    const name = `test.${randomUUID()}`;
    let failing = true;
    const seen: string[] = [];
    await using consumer = consumerOf(name, async (events) => {
      if (events.length > 0 && failing) throw new Error('not now');
      seen.push(...events.map((found) => found.subject));
    });
    await consumer.drain();
    failing = false;
    await consumer.drain();
    await tell('later');
    await consumer.drain();
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.at(-1)).toBe('later');
  });

  test('leaves events of other types in the database, and moves past them', async () => {
    await tell('of no interest');
    const seen: StoredDomainEvent[] = [];
    const name = `test.${randomUUID()}`;
    const types = ['aether.agent.published'] as const;
    await using consumer = consumerOf(name, async (events) => void seen.push(...events), types);
    await consumer.drain();
    expect(seen).toEqual([]);
    await parts.database
      .tenant(tenantId)
      .transaction((transaction) =>
        outbox.append(transaction, [{ ...event('wanted'), type: 'aether.agent.published' }]),
      );
    await consumer.drain();
    expect(seen.map(({ subject }) => subject)).toEqual(['wanted']);
  });

  test('wakes a running consumer by the bell', async () => {
    const told = Promise.withResolvers<string>();
    await using consumer = consumerOf(`test.${randomUUID()}`, async (events) => {
      if (events.some((found) => found.subject === 'rung')) told.resolve('rung');
    });
    consumer.start();
    await tell('rung');
    outbox.ring();
    expect(await told.promise).toBe('rung');
  });

  test('answers the first result for the same key and input, and refuses the key for another input', async () => {
    const key = randomUUID();
    const claim = (input: unknown, resultId: string) =>
      parts.database.tenant(tenantId).transaction((transaction) =>
        claimIdempotencyKey(transaction, {
          actor: 'usr_1',
          operation: 'createThing',
          key,
          inputHash: hashInput(input),
          resultId,
          nowMs: 0,
        }),
      );
    expect(await claim({ a: 1, b: 2 }, 'first')).toBeNull();
    expect(await claim({ b: 2, a: 1 }, 'second')).toBe('first');
    await expect(claim({ a: 2 }, 'third')).rejects.toThrow(IdempotencyMismatchError);
  });

  async function countOf(): Promise<number> {
    const seen: unknown[] = [];
    await using consumer = consumerOf(`test.${randomUUID()}`, async (events) => void seen.push(...events));
    await consumer.drain();
    return z.number().parse(seen.length);
  }
});
