import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { systemStatement } from '@aether/common/graph';
import type { JournalRow } from '../src/db/execution-store.ts';
import type { NewEvent } from '../src/event.ts';
import { journalRow } from '../src/journal/journal-row.ts';
import { endRow } from '../src/worker/end-row.ts';
import { createTestStore, type TestStore } from './test-store.ts';

let record: TestStore;
beforeAll(async () => {
  record = await createTestStore();
});
afterAll(() => record[Symbol.asyncDispose]());

const OUTBOX = systemStatement(
  'executions-tests.outbox-of-lane',
  'The test looks at the lane of its own instance.',
  'MATCH (o:OutboxEvent) WHERE o.lane = $lane AND o.position > 0 RETURN o.position AS position, o.subject AS subject, o.type AS type ORDER BY position',
);

async function running() {
  const row = record.row();
  await record.writer.accept(row);
  const claimed = await record.writer.claim(record.worker, { ...row, isLost: false });
  if (claimed === null) throw new Error('Not claimed.');
  return claimed.execution;
}

const event = (name: NewEvent['name']): NewEvent => ({ name, at: new Date().toISOString(), data: { name } });

function step(executionId: string, key: string): Partial<JournalRow> {
  const properties = {
    id: `${executionId}/${key}`,
    name: key,
    status: 'SUCCEEDED',
    type: 'VECTOR_SEARCH',
    attempt: 1,
    inputHash: 'h',
    position: 1,
    startedAt: '',
    startedAtMs: 1,
    spanId: '',
  };
  return { steps: [{ key, properties }], events: [event('step-start'), event('step-end')] };
}

const names = async (executionId: string): Promise<readonly [number, string][]> =>
  (await record.reader.events(record.viewer.tenantId, executionId, 0, 100)).map(({ seq, name }) => [seq, name]);

test('two parallel steps, a delta and a cancel of one run in one flush are numbered without a gap', async () => {
  const execution = await running();
  const owner = { ...execution, executionId: execution.id };
  const end = endRow(execution, {
    status: 'CANCELLED',
    at: new Date(),
    failure: null,
    output: null,
    openSteps: [],
    spent: 0,
    unpriced: false,
  });
  const results = await Promise.all([
    record.writer.journal(journalRow(owner, step(execution.id, 'a'))),
    record.writer.journal(journalRow(owner, step(execution.id, 'b'))),
    record.writer.journal(journalRow(owner, { events: [event('text-delta')] })),
    record.writer.journal(journalRow(owner, { ...end, from: ['RUNNING'] })),
  ]);
  expect(new Set(results)).toEqual(new Set([{ isWritten: true, base: 2 }]));
  expect(await names(execution.id)).toEqual([
    [1, 'execution-queued'],
    [2, 'execution-running'],
    [3, 'step-start'],
    [4, 'step-end'],
    [5, 'step-start'],
    [6, 'step-end'],
    [7, 'text-delta'],
    [8, 'execution-end'],
  ]);
  expect(await record.reader.find(record.viewer.tenantId, execution.id)).toMatchObject({
    status: 'CANCELLED',
    lastSeq: 8,
    owner: null,
  });
  const told = await record.parts.database.read(
    OUTBOX,
    { lane: record.worker.worker },
    z.object({ position: z.number(), subject: z.string(), type: z.string() }),
  );
  expect(told.map((row) => row.position)).toEqual(told.map((_, index) => index + 1));
  expect(told.filter((row) => row.subject === execution.id)).toMatchObject([{ type: 'aether.execution.ended' }]);
});

test('a stale fence writes nothing', async () => {
  const execution = await running();
  const owner = { ...execution, executionId: execution.id };
  const stale = await record.writer.journal(
    journalRow({ ...owner, fence: execution.fence - 1 }, step(execution.id, 'zombie')),
  );
  expect(stale).toEqual({ isWritten: false, fence: 1, status: 'RUNNING', lastSeq: 2 });
  expect(await names(execution.id)).toHaveLength(2);
  expect(await record.store.steps({ tenantId: execution.tenantId, executionId: execution.id })).toEqual([]);
});

test('an execution that has ended takes no further write, not even of its owner', async () => {
  const execution = await running();
  const owner = { ...execution, executionId: execution.id };
  const end = endRow(execution, {
    status: 'SUCCEEDED',
    at: new Date(),
    failure: null,
    output: null,
    openSteps: [],
    spent: 0,
    unpriced: false,
  });
  await record.writer.journal(journalRow(owner, end));
  expect(await record.writer.journal(journalRow(owner, { events: [event('step-start')] }))).toMatchObject({
    isWritten: false,
  });
  expect(await record.writer.journal(journalRow(owner, { ...end, toStatus: 'FAILED' }))).toMatchObject({
    isWritten: false,
  });
  expect((await names(execution.id)).at(-1)).toEqual([3, 'execution-end']);
});

test('of many runs in one flush only the guilty row fails', async () => {
  const [guilty, ...good] = await Promise.all(Array.from({ length: 20 }, running));
  const write = (execution: typeof guilty, part: Partial<JournalRow>) =>
    record.writer.journal(journalRow({ ...execution!, executionId: execution!.id }, part));
  const results = await Promise.allSettled([
    ...good.map((execution) => write(execution, step(execution.id, 'a'))),
    // An id that another run has: the unique key refuses it.
    write(guilty, { ...step(guilty!.id, 'a'), changes: { id: good[0]!.id } }),
  ]);
  expect(results.filter((result) => result.status === 'rejected')).toHaveLength(1);
  expect(results.at(-1)).toMatchObject({ status: 'rejected' });
  expect(await names(guilty!.id)).toHaveLength(2);
  for (const execution of good) expect(await names(execution.id)).toHaveLength(4);
});

test('the same key gives the first run, another input is refused by its hash', async () => {
  const [first, second, third] = [
    record.row({ key: 'k' }),
    record.row({ key: 'k' }),
    record.row({ key: 'k', question: 'What?' }),
  ];
  const answers = await Promise.all([
    record.writer.accept(first),
    record.writer.accept(second),
    record.writer.accept(third),
  ]);
  expect(answers.map((answer) => answer.resultId)).toEqual([first.executionId, first.executionId, first.executionId]);
  expect(answers.map((answer) => answer.inputHash)).toEqual(['Why?', 'Why?', 'Why?']);
  expect(await record.reader.find(record.viewer.tenantId, second.executionId)).toBeNull();
  expect(await record.reader.events(record.viewer.tenantId, third.executionId, 0, 10)).toEqual([]);
});

test('of 100 concurrent claimers exactly one gets the run, round for round', async () => {
  const { store, queue } = record;
  const workers = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const worker = `w-${crypto.randomUUID()}`;
      return { worker, epoch: await store.openWorker(worker, [queue], 60_000) };
    }),
  );
  for (let round = 0; round < 3; round += 1) {
    const row = record.row();
    await record.writer.accept(row);
    const claims = await Promise.all(workers.map((worker) => store.claim(worker, [{ ...row, isLost: false }])));
    const winners = claims.flat();
    expect(winners).toHaveLength(1);
    expect(winners[0]?.execution).toMatchObject({ fence: 1, lastSeq: 2, status: 'RUNNING' });
  }
});

test('a worker with an epoch of the past claims nothing', async () => {
  const { store, worker, queue } = record;
  const row = record.row();
  await record.writer.accept(row);
  const old = { worker: `${worker.worker}-2`, epoch: await store.openWorker(`${worker.worker}-2`, [queue], 60_000) };
  await store.openWorker(old.worker, [queue], 60_000);
  expect(await store.claim(old, [{ ...row, isLost: false }])).toEqual([]);
  expect(await store.beat(old, [queue], 60_000)).toBeNull();
});

test('a run of a live worker is not to be had, one of a worker that is gone is', async () => {
  const { store, queue } = record;
  const open = async (leaseMs: number) => {
    const worker = `w-${crypto.randomUUID()}`;
    return { worker, epoch: await store.openWorker(worker, [queue], leaseMs) };
  };
  const [first, second] = [await open(60_000), await open(60_000)];
  const row = record.row();
  await record.writer.accept(row);
  await store.claim(first, [{ ...row, isLost: false }]);
  expect(await store.claim(second, [{ ...row, isLost: false }])).toEqual([]);
  await store.closeWorker(first);
  const [taken] = await store.claim(second, [{ ...row, isLost: false }]);
  expect(taken).toMatchObject({ isTakenOver: true, execution: { fence: 2, crashes: 1, owner: second.worker } });
});
