import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createTestParts } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { deleteToldEvents } from '../../src/graph/delete-told-events.ts';
import { OutboxConsumer, type OutboxConsumerOptions, type StoredDomainEvent } from '../../src/graph/outbox-consumer.ts';
import { type DomainEvent, Outbox, OUTBOX_CHANNEL } from '../../src/graph/outbox.ts';
import { IdempotencyMismatchError, claimIdempotencyKey, hashInput } from '../../src/graph/idempotency.ts';
import { applyMigrations } from '../../src/graph/migrations.ts';
import { systemStatement } from '../../src/graph/statement.ts';
import { systemClock } from '../../src/service/system-clock.ts';

const event = (subject: string): DomainEvent => ({
  type: 'aether.test.happened',
  subject,
  data: { subject },
  actorId: null,
  requestId: null,
});

const CURSOR = systemStatement(
  'test.cursor',
  'A test looks at what a consumer stored.',
  "MATCH (c:Cursor {tenantId: 'system', consumer: $consumer, lane: $lane}) RETURN c.position AS position",
);

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
    options: Pick<OutboxConsumerOptions, 'types' | 'batchSize' | 'pollMs'> = {},
  ) =>
    new OutboxConsumer({
      ...options,
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
    await using consumer = consumerOf(name, async (events) => void seen.push(...events), { types });
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

  test('stores the cursor of a lane without anything of interest in large steps, and a new life misses nothing', async () => {
    const name = `test.${randomUUID()}`;
    const seen: string[] = [];
    const types = ['aether.agent.deleted'] as const;
    const life = () =>
      consumerOf(name, async (events) => void seen.push(...events.map(({ subject }) => subject)), {
        types,
        batchSize: 2,
      });
    await tell(...Array.from({ length: 19 }, (_, index) => `noise ${index}`));
    await using first = life();
    await first.drain();
    const stored = await cursorOf(name);
    await tell('one more');
    await first.drain();
    expect(await cursorOf(name)).toBe(stored);
    await parts.database
      .tenant(tenantId)
      .transaction((transaction) => outbox.append(transaction, [{ ...event('gone'), type: 'aether.agent.deleted' }]));
    await using second = life();
    await second.drain();
    expect(seen).toEqual(['gone']);
    expect(await cursorOf(name)).toBeGreaterThan(stored);
    await first.drain();
    expect(seen).toEqual(['gone']);
  });

  test('sleeps on while the bell rings for others', async () => {
    const name = `test.${randomUUID()}`;
    const types = ['aether.agent.updated'] as const;
    const seen = Promise.withResolvers<string>();
    let isSeen = false;
    await using consumer = consumerOf(
      name,
      async (events) => {
        for (const { subject } of events) seen.resolve(subject);
        isSeen ||= events.length > 0;
      },
      { types, pollMs: 60_000 },
    );
    await consumer.drain();
    consumer.start();
    await delay(700); // its first pass, and the time in which rings are gathered
    await parts.database
      .tenant(tenantId)
      .transaction((transaction) => outbox.append(transaction, [{ ...event('left'), type: 'aether.agent.updated' }]));
    await parts.streams.publish(OUTBOX_CHANNEL, { lane, types: ['aether.execution.ended'] });
    await delay(700);
    expect(isSeen).toBe(false);
    await parts.streams.publish(OUTBOX_CHANNEL, { lane, types: ['aether.execution.ended', 'aether.agent.updated'] });
    expect(await seen.promise).toBe('left');
  });

  test('lets go of what was told long ago, lane by lane, and a consumer jumps over it', async () => {
    // No other suite tells, or lets go of, anything of these days.
    const old = `test/${randomUUID()}`;
    const past = { now: () => new Date('2010-01-01T00:00:00Z'), monotonicMs: () => 0 };
    const present = { now: () => new Date(), monotonicMs: () => 0 };
    const tellAt = async (clock: typeof past, ...subjects: string[]): Promise<void> => {
      const telling = new Outbox({ lane: old, database: parts.database, streams: parts.streams, clock });
      await telling.open();
      await parts.database
        .tenant(tenantId)
        .transaction((transaction) => telling.append(transaction, subjects.map(event)));
    };
    await tellAt(past, 'first', 'second', 'third');
    await tellAt(present, 'fourth');
    const before = new Date('2010-01-02T00:00:00Z');
    expect(await deleteToldEvents(parts.database, before, 2)).toBe(2);
    expect(await deleteToldEvents(parts.database, before, 2)).toBe(1);
    expect(await deleteToldEvents(parts.database, before, 2)).toBe(0);
    const seen: string[] = [];
    await using consumer = new OutboxConsumer({
      consumer: `test.${randomUUID()}`,
      database: parts.database,
      streams: parts.streams,
      logger: parts.logger,
      handle: async (events) =>
        void seen.push(...events.filter((found) => found.lane === old).map(({ subject }) => subject)),
    });
    await consumer.drain();
    expect(seen).toEqual(['fourth']);
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

  async function cursorOf(consumer: string): Promise<number> {
    const [found] = await parts.database.read(CURSOR, { consumer, lane }, z.object({ position: z.number() }));
    return found?.position ?? 0;
  }

  async function countOf(): Promise<number> {
    const seen: unknown[] = [];
    await using consumer = consumerOf(`test.${randomUUID()}`, async (events) => void seen.push(...events));
    await consumer.drain();
    return z.number().parse(seen.length);
  }
});
