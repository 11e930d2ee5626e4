import { setTimeout as pause } from 'node:timers/promises';
import { Outbox, tenantStatement } from '@aether/common/graph';
import { HeldError } from '@aether/runtime';
import { testViewer } from '@aether/test-support';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { ChildStore } from '../src/db/child-store.ts';
import { WaitStore } from '../src/db/wait-store.ts';
import { ExecutionDeadlineError } from '../src/errors.ts';
import type { NewEvent } from '../src/event.ts';
import { DeadlineWatch } from '../src/worker/deadline-watch.ts';
import { RecordClock } from '../src/worker/record-clock.ts';
import { callsBeside, createTeam, startMember } from './agent-team.ts';
import { createTestStore } from './test-store.ts';

const HOUR_MS = 60 * 60 * 1_000;
const SET_RUN = tenantStatement(
  'executions-tests.set-run',
  'MATCH (e:Execution {tenantId: $tenantId, id: $id}) SET e += $properties RETURN e.id AS id',
);
const DEADLINES = tenantStatement(
  'executions-tests.deadlines',
  `MATCH (e:Execution {tenantId: $tenantId, id: $id})
   RETURN e.status AS status, datetime(e.createdAt).epochMillis AS createdAtMs, e.deadlineAtMs AS deadlineAtMs, e.overdueAtMs AS overdueAtMs, e.notBeforeMs AS notBeforeMs`,
);
const deadlines = z.object({
  status: z.string(),
  createdAtMs: z.number(),
  deadlineAtMs: z.number().nullable(),
  overdueAtMs: z.number().nullable(),
  notBeforeMs: z.number().nullable(),
});

/** A run at work as its worker knows it since its claim, and runs below it. */
async function createCaller() {
  const record = await createTestStore();
  onTestFinished(() => record[Symbol.asyncDispose]());
  const { parts, writer, viewer, worker } = record;
  const tenant = parts.database.tenant(viewer.tenantId);
  const row = record.row();
  await writer.accept(row);
  const claimed = await writer.claim(worker, { ...row, isLost: false });
  if (claimed === null) throw new Error('Not claimed.');
  const { execution } = claimed;
  const startedAtMs = Date.parse(execution.createdAt);
  return {
    ...record,
    execution,
    children: new ChildStore(parts),
    read: async () => (await tenant.read(DEADLINES, { id: execution.id }, deadlines))[0],
    /** A run that it called: when it was accepted, in milliseconds after the caller, and what its record has. */
    async calls(
      fromMs: number,
      properties: Readonly<Record<string, unknown>>,
    ): Promise<(changes: object) => Promise<void>> {
      const called = record.row({ key: crypto.randomUUID() });
      await writer.accept(called);
      const set = async (changes: object): Promise<void> => {
        await tenant.write(SET_RUN, { id: called.executionId, properties: changes }, z.object({ id: z.string() }));
      };
      const createdAt = new Date(startedAtMs + fromMs).toISOString();
      await set({ parentId: execution.id, rootId: execution.id, createdAt, ...properties });
      return set;
    },
    at: (ms: number) => new Date(startedAtMs + ms).toISOString(),
    atMs: (ms: number) => startedAtMs + ms,
  };
}

/** A run that ended after it had waited. */
const ended = (endedAt: string, waitedMs: number) => ({ status: 'SUCCEEDED', endedAt, waitedMs });

test('whoever asks is told the deadline of the record, also when somebody else has moved it', async () => {
  const { children, execution, calls, at, read } = await createCaller();
  await calls(0, ended(at(HOUR_MS), HOUR_MS / 2));
  const moved = execution.deadlineAtMs + HOUR_MS / 2;
  // As at its claim, each time: the first may be a call, the second the watch, or one whose commit got no answer.
  expect(await children.postponeDeadline(execution)).toBe(moved);
  expect(await children.postponeDeadline(execution)).toBe(moved);
  expect(await read()).toMatchObject({ deadlineAtMs: moved, overdueAtMs: moved });
});

test('at its old deadline a run that was moved goes on; at the new one it ends', async () => {
  const { children, execution, calls, at } = await createCaller();
  await calls(0, ended(at(HOUR_MS), HOUR_MS / 2));
  const moved = await children.postponeDeadline(execution);
  let nowMs = execution.deadlineAtMs + 1_000;
  const stop = vi.fn<(reason: ExecutionDeadlineError) => void>();
  const asked: Promise<number>[] = [];
  const parts = {
    clock: new RecordClock({ now: () => new Date(nowMs), monotonicMs: () => nowMs }),
    children: {
      postponeDeadline: (run: Parameters<ChildStore['postponeDeadline']>[0]) => {
        const answer = children.postponeDeadline(run);
        asked.push(answer);
        return answer;
      },
    } as Partial<ChildStore> as ChildStore,
  };
  using _watch = new DeadlineWatch(execution, parts, stop);
  await expect.poll(() => asked.length).toBe(1);
  expect(await asked[0]).toBe(moved);
  await pause(50);
  expect(stop).not.toHaveBeenCalled();
  nowMs = moved + 1;
  using _later = new DeadlineWatch(execution, parts, stop);
  await expect.poll(() => stop.mock.calls.length).toBe(1);
  expect(stop.mock.calls[0]?.[0]).toBeInstanceOf(ExecutionDeadlineError);
  expect(stop.mock.calls[0]?.[0].message).toContain(new Date(moved).toISOString());
});

test('a run that begins to wait keeps the deadline to which waits below it had moved it', async () => {
  const { parts, children, execution, calls, at, read } = await createCaller();
  const { database, streams, clock, random } = parts;
  await calls(0, ended(at(3 * HOUR_MS), 2 * HOUR_MS));
  const moved = await children.postponeDeadline(execution);
  expect(moved).toBe(execution.deadlineAtMs + 2 * HOUR_MS);
  const outbox = new Outbox({ lane: `executions/${parts.instance}`, database, streams, clock });
  const waits = new WaitStore({ database, outbox, random, ringPushes: () => {} });
  const nowMs = clock.now().getTime();
  const told: NewEvent = { name: 'execution-waiting', at: new Date(nowMs).toISOString(), data: {} };
  const { tenantId, id: executionId, fence, deadlineAtMs } = execution;
  const answer = await waits.begin({
    tenantId,
    executionId,
    fence,
    nowMs,
    deadlineAtMs,
    dueAtMs: nowMs + HOUR_MS,
    known: [],
    steps: [],
    approvals: [],
    events: [],
    waitingEvent: told,
    queuedEvent: told,
  });
  expect(answer).toMatchObject({ goesOn: false });
  expect(await read()).toMatchObject({ status: 'WAITING', deadlineAtMs: moved, overdueAtMs: null });
});

test('while a run below waits, those above are looked at rarely, and what they got ahead is not given twice', async () => {
  const { children, execution, calls, atMs } = await createCaller();
  const child = await calls(-HOUR_MS, { status: 'WAITING', waitsSinceMs: atMs(-HOUR_MS / 2) });
  const first = await children.postponeDeadline(execution);
  const second = await children.postponeDeadline(execution);
  const addedMs = first - execution.deadlineAtMs - HOUR_MS / 2;
  expect(addedMs).toBeGreaterThanOrEqual(30_000);
  expect(addedMs).toBeLessThan(60_000);
  expect(second - first).toBeGreaterThanOrEqual(0);
  expect(second - first).toBeLessThan(15_000);
  await child({ status: 'RUNNING', waitsSinceMs: null, waitedMs: HOUR_MS / 2 + 20_000 });
  expect(await children.postponeDeadline(execution)).toBe(second);
  await child({ waitedMs: HOUR_MS / 2 + 20 * 60_000 });
  expect(await children.postponeDeadline(execution)).toBe(execution.deadlineAtMs + HOUR_MS / 2 + 20 * 60_000);
});

test('a run that went on under an older version, which leaves since when it waited, counts as at work', async () => {
  const { children, execution, calls, atMs } = await createCaller();
  await calls(-HOUR_MS, { status: 'RUNNING', waitsSinceMs: atMs(-HOUR_MS / 2), waitedMs: 60_000 });
  expect(await children.postponeDeadline(execution)).toBe(execution.deadlineAtMs + 60_000);
});

test('runs that wait side by side move the deadline once, those that wait one after another each time', async () => {
  const { children, execution, calls, at } = await createCaller();
  for (const fromMs of [0, 1_000, 2_000]) await calls(fromMs, ended(at(HOUR_MS), HOUR_MS - fromMs));
  expect(await children.postponeDeadline(execution)).toBe(execution.deadlineAtMs + HOUR_MS);
  await calls(2 * HOUR_MS, ended(at(4 * HOUR_MS), HOUR_MS));
  expect(await children.postponeDeadline(execution)).toBe(execution.deadlineAtMs + 2 * HOUR_MS);
});

test('a run that is held until nodes elsewhere end is held until its moved deadline', async () => {
  const viewer = testViewer();
  const deadlineMs = 600_000;
  const boss = callsBeside(
    (agent) => (agent === 'boss' ? ['clerk'] : []),
    async (journal) => {
      await journal.timer({ key: 'pause', name: 'Pause', afterMs: 500 });
      return { output: { answer: 'Because.' }, text: 'Because.', citations: [] };
    },
  );
  await using team = await createTeam({
    members: { boss: {}, clerk: {} },
    executeAgent: async (journal, parts) => {
      const outcome = await boss(journal, parts);
      if (journal.run.agentId === 'agt_boss') throw new HeldError(['next']);
      return outcome;
    },
  });
  const id = await startMember(team.service, viewer, 'boss', { deadlineMs });
  const read = async () => (await team.parts.database.tenant(viewer.tenantId).read(DEADLINES, { id }, deadlines))[0];
  await expect
    .poll(async () => (await read())?.notBeforeMs ?? 0, { timeout: 30_000 })
    .toBeGreaterThan(Date.now() + 60_000);
  const held = await read();
  expect(held).toMatchObject({ status: 'QUEUED', overdueAtMs: held?.notBeforeMs });
  expect(held?.notBeforeMs).toBeGreaterThanOrEqual((held?.createdAtMs ?? Infinity) + deadlineMs + 500);
});
