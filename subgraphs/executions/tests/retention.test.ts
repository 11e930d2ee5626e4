import { batchStatement, deleteExpiredKeys, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { executeAs, testViewer } from '@aether/test-support';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { DeliveryStore } from '../src/db/delivery-store.ts';
import { executionsConfig } from '../src/index.ts';
import { Retention } from '../src/retention/retention.ts';
import {
  allEvents,
  createExecutions,
  endOf,
  runAgent,
  startRun,
  type TestExecutions,
  testQueue,
} from './create-executions.ts';
import { newTrigger, post, signed, triggerOperations, VAULT_KEY } from './create-triggers.ts';

// Ended long before everything else in the database, so that the lane of this suite finds nothing of another one.
const LONG_AGO = '2001-01-01T00:00:00.000Z';
const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
const id = z.object({ id: z.string() });
const END_LONG_AGO = tenantStatement(
  'executions.test-end-long-ago',
  'MATCH (e:ExecutionLog {tenantId: $tenantId, id: $id}) SET e.endedAt = $at RETURN e.id AS id',
);
const COME_LONG_AGO = tenantStatement(
  'executions.test-come-long-ago',
  'MATCH (d:Delivery {tenantId: $tenantId, id: $id}) SET d.receivedAt = $at RETURN d.id AS id',
);
const AGE_KEY = tenantStatement(
  'executions.test-age-key',
  'MATCH (k:IdempotencyKey {tenantId: $tenantId, key: $key}) SET k.expiresAtMs = $expiresAtMs RETURN k.key AS id',
);
const KEYS = tenantStatement(
  'executions.test-keys',
  'MATCH (k:IdempotencyKey {tenantId: $tenantId}) RETURN k.key AS id ORDER BY id',
);
const DELTAS = batchStatement(
  'executions.test-deltas',
  `UNWIND $rows AS row MATCH (v:ExecutionEvent {tenantId: row.tenantId})
   WHERE v.executionId = row.id AND v.seq > 0 AND v.name = 'text-delta' RETURN v.executionId AS id`,
);
const RUN = `query ($id: ID!) { execution(id: $id) { status input output spent startedBy { id } lastSeq
  chain { steps { edges { node { key status durationMs input { text } output { text } } } } } } }`;

const RETRY = `mutation ($input: RetryExecutionInput!) { retryExecution(input: $input) {
  execution { id } userErrors { code } } }`;
const STEPS = `query ($id: ID!) { execution(id: $id) { viewerActions { name allowed reason }
  chain { steps { edges { node { id key } } } } } }`;

const LARGE = 'x'.repeat(100_000);
let executions: TestExecutions;
let viewer: Viewer;
let queue: string;

beforeEach(async () => {
  viewer = testViewer();
  queue = testQueue();
  executions = await createExecutions({
    operations: triggerOperations(),
    config: { queues: [queue], deltaMs: 1, vaultKey: VAULT_KEY },
    executeAgent: async (journal) => {
      const said = await journal.step(
        { key: 'model/0', type: 'LLM_INVOCATION', name: 'Say', input: 1 },
        async (step) => {
          for (const [index, text] of ['The ', 'wide ', 'world'].entries()) {
            step.text(text);
            // Each piece is in the record before the next one comes.
            await vi.waitFor(() => untilDeltas(journal.run.executionId, index + 1), { timeout: 15_000 });
          }
          return { output: LARGE, details: {}, usage: null };
        },
      );
      if (journal.run.input['question'] === 'And then?')
        await journal.step({ key: 'then', type: 'VECTOR_SEARCH', name: 'Then', input: 1 }, async () => {
          return { output: null, details: {}, usage: null };
        });
      return { output: { answer: said }, text: 'The wide world', citations: [] };
    },
  });
});
afterEach(() => executions[Symbol.asyncDispose]());

async function deltas(executionId: string): Promise<number> {
  const rows = [{ tenantId: viewer.tenantId, id: executionId }];
  return (await executions.parts.database.read(DELTAS, { rows }, id)).length;
}

async function untilDeltas(executionId: string, wanted: number): Promise<void> {
  if ((await deltas(executionId)) !== wanted) throw new Error(`The record has no ${wanted} pieces of text yet.`);
}

async function runThatEndedLongAgo(question = 'Why?'): Promise<string> {
  const executionId = await startRun(executions.service, viewer, { input: { question } });
  expect(await endOf(executions.service, viewer, executionId)).toMatchObject({ status: 'SUCCEEDED' });
  await executions.parts.database.tenant(viewer.tenantId).write(END_LONG_AGO, { id: executionId, at: LONG_AGO }, id);
  return executionId;
}

/** All that is due so long after, with a clock that says so. */
async function sweep(afterMs: number, of: { readonly payloadDays?: number; readonly queues?: readonly string[] } = {}) {
  const { parts } = executions;
  await using retention = new Retention({
    ...parts,
    clock: { ...parts.clock, now: () => new Date(Date.parse(LONG_AGO) + afterMs) },
    queues: of.queues ?? [queue],
    config: executionsConfig({ EXECUTIONS_PAYLOAD_DAYS: String(of.payloadDays ?? 90) }).retention,
  });
  for (let steps = 1; await retention.step(); steps += 1) expect(steps).toBeLessThan(100);
}

const read = async (executionId: string) =>
  // oxlint-disable-next-line typescript/no-explicit-any -- a test compares what it reads
  (await executeAs<{ execution: any }>(executions.service, viewer, RUN, { id: executionId })).data.execution;
const typesOf = (events: Awaited<ReturnType<typeof allEvents>>) => events.map(({ event }) => event.__typename);

test('a day after the end the pieces of a text are one, whole for every reader', async () => {
  const executionId = await runThatEndedLongAgo();
  const before = await allEvents(executions.service, viewer, executionId);
  expect(before.map(({ seq }) => seq)).toEqual(before.map((_, index) => index + 1));
  const pieces = before.filter(({ event }) => event.__typename === 'TextDelta');
  expect(pieces.map(({ event }) => event['text'])).toEqual(['The ', 'wide ', 'world']);

  await sweep(23 * HOUR_MS);
  expect(await allEvents(executions.service, viewer, executionId)).toEqual(before);
  await sweep(25 * HOUR_MS);
  const whole = expect.objectContaining({
    seq: pieces.at(-1)?.seq,
    event: expect.objectContaining({ __typename: 'TextDelta', offset: 0, text: 'The wide world' }),
  });
  const after = await allEvents(executions.service, viewer, executionId);
  expect(after.filter(({ event }) => event.__typename === 'TextDelta')).toEqual([whole]);
  expect(after).toHaveLength(before.length - 2);
  // Who was cut off after the first piece, or after the second, gets the whole and places it by its offset.
  for (const { seq } of pieces.slice(0, 2)) {
    const rest = await allEvents(executions.service, viewer, executionId, seq ?? 0);
    expect(rest).toContainEqual(whole);
    expect(typesOf(rest)).not.toContain('ResyncRequired');
    expect(rest.at(-1)).toEqual(before.at(-1));
  }
});

test('events expire, and a reader of them is told to read the run again', async () => {
  const executionId = await runThatEndedLongAgo();
  const { lastSeq } = await read(executionId);
  await sweep(91 * DAY_MS, { payloadDays: 400 });
  for (const after of [0, 3])
    expect(await allEvents(executions.service, viewer, executionId, after)).toEqual([
      { seq: null, at: LONG_AGO, event: { __typename: 'ResyncRequired', firstSeq: lastSeq + 1 } },
    ]);
  expect(await allEvents(executions.service, viewer, executionId, lastSeq)).toEqual([]);
  expect(await read(executionId)).toMatchObject({ input: { question: 'Why?' }, output: { answer: LARGE } });
});

test('payloads expire with their bytes, and the summary stays', async () => {
  const executionId = await runThatEndedLongAgo();
  const { blobs } = executions.parts;
  const folder = `${viewer.tenantId}/payloads/${executionId}`;
  const before = await read(executionId);
  const deleting = vi.spyOn(blobs, 'delete');
  await sweep(91 * DAY_MS);
  const removed = deleting.mock.calls.map(([key]) => key);
  expect(removed.length).toBeGreaterThan(0);
  for (const key of removed) {
    expect(key.startsWith(folder)).toBe(true);
    expect(await blobs.head(key)).toBeNull();
  }
  const [{ node: step }] = before.chain.steps.edges;
  expect(await read(executionId)).toEqual({
    ...before,
    input: {},
    output: null,
    chain: { steps: { edges: [{ node: { ...step, input: null, output: null } }] } },
  });
});

async function retry(executionId: string, input: object = {}) {
  const variables = { input: { executionId, idempotencyKey: crypto.randomUUID(), ...input } };
  const { data } = await executeAs<{
    retryExecution: { execution: { id: string } | null; userErrors: readonly { code: string }[] };
  }>(executions.service, viewer, RETRY, variables);
  return data.retryExecution;
}

test('a run that repeats another keeps what it reused when the other one expires, and a retry of that one is refused', async () => {
  const old = await runThatEndedLongAgo('And then?');
  const { data } = await executeAs<{
    execution: { chain: { steps: { edges: readonly { node: { id: string; key: string } }[] } } };
  }>(executions.service, viewer, STEPS, { id: old });
  const then = data.execution.chain.steps.edges.find(({ node }) => node.key === 'then')?.node.id;
  const first = await retry(old, { fromStep: then });
  const again = first.execution?.id ?? '';
  await endOf(executions.service, viewer, again);
  await sweep(91 * DAY_MS);

  expect(await read(old)).toMatchObject({ output: null });
  expect(await read(again)).toMatchObject({ output: { answer: LARGE } });
  // Its journal, too, is whole: what it reused can be reused once more.
  const steps = await executeAs<typeof data>(executions.service, viewer, STEPS, { id: again });
  const next = steps.data.execution.chain.steps.edges.find(({ node }) => node.key === 'then')?.node.id;
  const third = (await retry(again, { fromStep: next })).execution?.id ?? '';
  expect(await endOf(executions.service, viewer, third)).toMatchObject({ status: 'SUCCEEDED', output: null });
  expect(await read(third)).toMatchObject({ output: { answer: LARGE } });

  expect(await retry(old)).toEqual({ execution: null, userErrors: [{ code: 'PAYLOAD_EXPIRED' }] });
  expect(await retry(old, { inputOverride: { question: 'Why?' } })).toMatchObject({
    userErrors: [{ code: 'PAYLOAD_EXPIRED' }],
  });
  const after = await executeAs(executions.service, viewer, STEPS, { id: old });
  expect(after.data).toMatchObject({
    execution: {
      viewerActions: expect.arrayContaining([
        { name: 'retryExecution', allowed: false, reason: 'What the run was given is not kept any more.' },
      ]),
    },
  });
});

test('a run of another queue, and one that ended later, keep what they have', async () => {
  const old = await runThatEndedLongAgo();
  const young = await startRun(executions.service, viewer);
  await endOf(executions.service, viewer, young);
  await sweep(91 * DAY_MS, { queues: [testQueue()] });
  expect(typesOf(await allEvents(executions.service, viewer, old))).toContain('ExecutionEnded');
  await sweep(91 * DAY_MS);
  expect(typesOf(await allEvents(executions.service, viewer, old))).toEqual(['ResyncRequired']);
  expect(typesOf(await allEvents(executions.service, viewer, young))).toContain('ExecutionEnded');
  expect(await read(young)).toMatchObject({ output: { answer: LARGE } });
});

test('an idempotency key means nothing past its time, and goes', async () => {
  const tenant = executions.parts.database.tenant(viewer.tenantId);
  const first = await startRun(executions.service, viewer, { idempotencyKey: 'k' });
  const other = { idempotencyKey: 'k', input: { question: 'Another one?' } };
  const refused = await runAgent(executions.service, viewer, other);
  expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
  await tenant.write(AGE_KEY, { key: 'k', expiresAtMs: Date.now() - 60_000 }, id);
  // Many at once after that time: one of them is first.
  const again = await Promise.all(Array.from({ length: 5 }, () => startRun(executions.service, viewer, other)));
  expect(new Set(again).size).toBe(1);
  expect(again[0]).not.toBe(first);

  await startRun(executions.service, viewer, { idempotencyKey: 'old' });
  await tenant.write(AGE_KEY, { key: 'old', expiresAtMs: Date.parse(LONG_AGO) }, id);
  expect(await deleteExpiredKeys(executions.parts.database, Date.parse(LONG_AGO), 10)).toBe(1);
  expect(await tenant.read(KEYS, {}, id)).toEqual([{ id: 'k' }]);
});

test('deliveries expire with their bodies, unless a later one has the same body', async () => {
  const { service, parts } = executions;
  const trigger = await newTrigger(service, viewer, { mapping: { question: 'event.body.missing' } });
  const store = new DeliveryStore(parts.database);
  const arrive = async (body: string) => {
    const answer = await post(service, trigger.id, body, signed(trigger.secret, body));
    const delivery = await store.find(viewer.tenantId, answer.body['deliveryId'] ?? '');
    if (delivery?.body.blob === undefined) throw new Error('A delivery with a large body is in the record.');
    return { id: delivery.id, key: delivery.body.blob.key };
  };
  const shared = JSON.stringify({ text: LARGE });
  const old = [await arrive(shared), await arrive(JSON.stringify({ text: `${LARGE}!` }))];
  const young = await arrive(shared);
  for (const { id: deliveryId } of old)
    await parts.database.tenant(viewer.tenantId).write(COME_LONG_AGO, { id: deliveryId, at: LONG_AGO }, id);
  await sweep(91 * DAY_MS);
  const found = await Promise.all([...old, young].map((each) => store.find(viewer.tenantId, each.id)));
  expect(found.map((each) => each?.id ?? null)).toEqual([null, null, young.id]);
  expect(await parts.blobs.head(young.key)).not.toBeNull();
  expect(await parts.blobs.head(old[1]?.key ?? '')).toBeNull();
});

test.each([
  ['EXECUTIONS_EVENT_DAYS', '0'],
  ['EXECUTIONS_PAYLOAD_DAYS', '3651'],
  ['EXECUTIONS_DELTA_HOURS', 'soon'],
  ['EXECUTIONS_RETENTION_MS', '10'],
])('%s=%s is no time to keep things', (name, value) => {
  expect(() => executionsConfig({ [name]: value })).toThrow(name);
});
