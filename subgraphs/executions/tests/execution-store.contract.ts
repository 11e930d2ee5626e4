import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  AcceptRow,
  ClaimRow,
  ExecutionStore,
  JournalRow,
  StepChange,
  WorkerIdentity,
} from '../src/db/execution-store.ts';
import { journalRowKey } from '../src/db/execution-store.ts';
import type { NewEvent } from '../src/event.ts';
import { journalRow } from '../src/journal/journal-row.ts';

/** A store, and what is written into it. */
export interface StoreUnderTest extends AsyncDisposable {
  readonly store: ExecutionStore;
  readonly queue: string;
  row(changes?: { readonly key?: string; readonly question?: string }): AcceptRow;
  /** Numbers and names of the durable events. */
  events(row: AcceptRow): Promise<readonly (readonly [seq: number, name: string])[]>;
}

const LEASE_MS = 60_000;
/** Over before it begins. */
const PAST_MS = -1_000;

const event = (name: NewEvent['name']): NewEvent => ({ name, at: new Date().toISOString(), data: {} });
const claimRow = (row: AcceptRow, isLost = false): ClaimRow => ({ ...row, isLost });

function step(key: string): StepChange {
  const at = { startedAt: new Date().toISOString(), startedAtMs: 1, position: 1, spanId: 's', inputHash: 'h' };
  return {
    key,
    properties: { id: `stp_${key}`, name: key, type: 'VECTOR_SEARCH', status: 'STARTED', attempt: 1, ...at },
  };
}

/** What every `ExecutionStore` promises; run against each of them. */
export function executionStoreContract(store: string, create: () => Promise<StoreUnderTest>): void {
  describe(`the contract of ${store}`, () => {
    let made: StoreUnderTest;
    beforeAll(async () => {
      made = await create();
    });
    afterAll(() => made?.[Symbol.asyncDispose]());

    const worker = async (leaseMs = LEASE_MS, id = `worker-${crypto.randomUUID()}`): Promise<WorkerIdentity> => ({
      worker: id,
      epoch: await made.store.openWorker(id, [made.queue], leaseMs),
    });
    const accepted = async (): Promise<AcceptRow> => {
      const row = made.row();
      await made.store.accept([row]);
      return row;
    };
    const flushed = async (row: AcceptRow, fence: number, part: Partial<JournalRow>) => {
      const written = journalRow({ ...row, fence }, part);
      return (await made.store.flush([written])).get(journalRowKey(written));
    };

    test('accept: the first request with a key makes the execution, others get its id and its input', async () => {
      const [first, second] = [made.row({ key: 'k' }), made.row({ key: 'k', question: 'Another?' })];
      await made.store.accept([first]);
      expect((await made.store.accept([second])).get(second.executionId)).toMatchObject({
        resultId: first.executionId,
        inputHash: first.inputHash,
      });
      expect(await made.store.find(second)).toBeNull();
      expect(await made.store.find(first)).toMatchObject({ status: 'QUEUED', fence: 0, lastSeq: 1, crashes: 0 });
      expect(await made.events(first)).toEqual([[1, 'execution-queued']]);
    });

    test('claim: of two workers one gets it, under a fence of its own', async () => {
      const row = await accepted();
      const [one, two] = [await worker(), await worker()];
      const answers = await Promise.all([one, two].map((each) => made.store.claim(each, [claimRow(row)])));
      expect(answers.flat()).toMatchObject([
        { isTakenOver: false, execution: { status: 'RUNNING', fence: 1, crashes: 0 }, event: { seq: 2 } },
      ]);
      expect(await made.events(row)).toEqual([
        [1, 'execution-queued'],
        [2, 'execution-running'],
      ]);
    });

    test('claim: what a worker left is taken over when its lease is past, never before, and counts as a crash', async () => {
      const row = await accepted();
      const [gone, next] = [await worker(), await worker()];
      await made.store.claim(gone, [claimRow(row)]);
      expect(await made.store.claim(next, [claimRow(row)])).toEqual([]);
      await made.store.beat(gone, [made.queue], PAST_MS);
      expect(await made.store.orphaned([made.queue], 1_000)).toContainEqual({
        tenantId: row.tenantId,
        executionId: row.executionId,
      });
      expect(await made.store.claim(next, [claimRow(row)])).toMatchObject([
        { isTakenOver: true, execution: { fence: 2, crashes: 1, owner: next.worker } },
      ]);
    });

    test('claim: a younger life of the worker gets its runs at once, and lost sight of one is no crash', async () => {
      const row = await accepted();
      const first = await worker();
      await made.store.claim(first, [claimRow(row)]);
      const second = await worker(LEASE_MS, first.worker);
      expect(second.epoch).toBeGreaterThan(first.epoch);
      expect(await made.store.claim(first, [claimRow(row)])).toEqual([]);
      expect(await made.store.owned(first.worker, [made.queue])).toMatchObject([{ epoch: first.epoch }]);
      expect(await made.store.claim(second, [claimRow(row)])).toMatchObject([{ execution: { fence: 2, crashes: 1 } }]);
      expect(await made.store.claim(second, [claimRow(row)])).toEqual([]);
      expect(await made.store.claim(second, [claimRow(row, true)])).toMatchObject([
        { execution: { fence: 3, crashes: 1 } },
      ]);
    });

    test('beat: the older life of a name is told so, the owner of a cancelled run learns of it', async () => {
      const row = await accepted();
      const old = await worker();
      const young = await worker(LEASE_MS, old.worker);
      await made.store.claim(young, [claimRow(row)]);
      expect(await made.store.beat(old, [made.queue], LEASE_MS)).toBeNull();
      expect(await made.store.beat(young, [made.queue], LEASE_MS)).toEqual([]);
      await flushed(row, 1, { toStatus: 'CANCELLING', events: [event('execution-cancelling')] });
      expect(await made.store.beat(young, [made.queue], LEASE_MS)).toEqual([row.executionId]);
    });

    test('a name whose lease runs is not to be had by asking politely; once it is over, it is', async () => {
      const taken = await worker();
      expect(await made.store.reopenWorker(taken.worker, [made.queue], LEASE_MS)).toBeNull();
      expect(await made.store.beat(taken, [made.queue], PAST_MS)).toEqual([]);
      expect(await made.store.reopenWorker(taken.worker, [made.queue], LEASE_MS)).toBe(taken.epoch + 1);
    });

    test('closing gives the lease back: others need not wait for its end', async () => {
      const row = await accepted();
      const [leaving, next] = [await worker(), await worker()];
      await made.store.claim(leaving, [claimRow(row)]);
      await made.store.closeWorker({ ...leaving, epoch: leaving.epoch - 1 });
      expect(await made.store.claim(next, [claimRow(row)])).toEqual([]);
      await made.store.closeWorker(leaving);
      expect(await made.store.claim(next, [claimRow(row)])).toHaveLength(1);
    });

    test('flush: events are numbered in order, steps are merged by key', async () => {
      const row = await accepted();
      await made.store.claim(await worker(), [claimRow(row)]);
      const begun = { steps: [step('a'), step('b')], events: [event('step-start'), event('step-start')] };
      expect(await flushed(row, 1, begun)).toEqual({ isWritten: true, base: 2 });
      const ended = [{ key: 'a', properties: { status: 'SUCCEEDED', durationMs: 5 } }];
      expect(await flushed(row, 1, { steps: ended, events: [event('step-end')] })).toEqual({
        isWritten: true,
        base: 4,
      });
      expect((await made.events(row)).map(([seq]) => seq)).toEqual([1, 2, 3, 4, 5]);
      expect((await made.store.steps(row)).toSorted((one, two) => (one.key < two.key ? -1 : 1))).toMatchObject([
        { key: 'a', status: 'SUCCEEDED', name: 'a', durationMs: 5 },
        { key: 'b', status: 'STARTED' },
      ]);
    });

    test('flush: a stale fence, and a state that the row does not allow, write nothing and are told the truth', async () => {
      const row = await accepted();
      await made.store.claim(await worker(), [claimRow(row)]);
      const truth = { isWritten: false, fence: 1, status: 'RUNNING', lastSeq: 2 };
      expect(await flushed(row, 0, { steps: [step('zombie')], events: [event('step-start')] })).toEqual(truth);
      expect(await flushed(row, 1, { from: ['WAITING'], toStatus: 'QUEUED' })).toEqual(truth);
      expect(await made.store.steps(row)).toEqual([]);
      expect(await made.events(row)).toHaveLength(2);
    });

    test('flush: an intervention takes the execution away from its owner', async () => {
      const row = await accepted();
      await made.store.claim(await worker(), [claimRow(row)]);
      const changes = { owner: null, epoch: null, notBeforeMs: null, overdueAtMs: null };
      const end = { toStatus: 'TIMED_OUT', fenceStep: 1, events: [event('execution-end')], changes } as const;
      expect(await flushed(row, 1, end)).toEqual({ isWritten: true, base: 2 });
      expect(await made.store.find(row)).toMatchObject({ status: 'TIMED_OUT', fence: 2, owner: null });
      expect(await flushed(row, 1, { events: [event('step-end')] })).toMatchObject({ isWritten: false, fence: 2 });
      expect(await flushed(row, 2, { events: [event('step-end')] })).toMatchObject({ isWritten: false });
      expect(await made.store.claim(await worker(), [claimRow(row)])).toEqual([]);
    });

    test('its clock goes on', async () => {
      const first = await made.store.nowMs();
      expect(Math.abs(first - Date.now())).toBeLessThan(60_000);
      expect(await made.store.nowMs()).toBeGreaterThanOrEqual(first);
    });

    test('claimable: what waits and is due; what is overdue is found by its deadline', async () => {
      const [due, later, late] = [await accepted(), await accepted(), await accepted()];
      const owner = await worker();
      await made.store.claim(owner, [claimRow(later), claimRow(late)]);
      const released = { owner: null, epoch: null };
      const inAnHour = { ...released, notBeforeMs: Date.now() + 3_600_000, attempt: 2 };
      await flushed(later, 1, { toStatus: 'RETRYING', changes: inAnHour });
      await flushed(late, 1, { toStatus: 'QUEUED', changes: { ...released, notBeforeMs: 1, overdueAtMs: 1 } });
      const found = (await made.store.claimable([made.queue], 1_000)).map(({ executionId }) => executionId);
      expect(found).toContain(due.executionId);
      expect(found).toContain(late.executionId);
      expect(found).not.toContain(later.executionId);
      expect(await made.store.claim(owner, [claimRow(later)])).toEqual([]);
      expect(await made.store.claimable([`not ${made.queue}`], 1_000)).toEqual([]);
      const overdue = await made.store.overdue([made.queue], 1_000);
      expect(overdue.map(({ execution }) => execution.id)).toEqual([late.executionId]);
    });
  });
}
