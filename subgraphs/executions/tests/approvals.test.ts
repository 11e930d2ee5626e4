import { setTimeout as pause } from 'node:timers/promises';
import { Outbox, systemStatement } from '@aether/common/graph';
import { executeAs, testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { ApprovalRecord } from '../src/db/approval-records.ts';
import { ApprovalStore, type DecideRow } from '../src/db/approval-store.ts';
import { WaitStore } from '../src/db/wait-store.ts';
import type { NewEvent } from '../src/event.ts';
import { allEvents, endOf, eventOf, startRun, testQueue } from './create-executions.ts';
import { callsOnce } from './scripted-model-fetch.ts';
import { approvalOf, createToolAgent, decide } from './tool-agent.ts';
import { createTestStore } from './test-store.ts';
import { toolGateway } from './tool-gateway.ts';

const pay = { name: 'crm__pay', arguments: { amount: 5 } };
const inputSchema = {
  type: 'object',
  properties: { amount: { type: 'integer' } },
  required: ['amount'],
  additionalProperties: false,
};
const payTool = { effect: 'ONCE', approval: 'ON_WRITE', inputSchema } as const;
const paid = () => toolGateway({ crm__pay: ({ arguments: args }) => `paid ${String(args['amount'])}` });

const RUN_APPROVALS = `query ($id: ID!) { execution(id: $id) { status approvals { id status question proposed editable expiresAt
  approvers { id } step { key status } execution { id } } } }`;
const PENDING = `query { pendingApprovals { edges { node { id question execution { id } } } } }`;

test('a run that needs an approval waits without holding a worker, and the decision itself wakes it', async () => {
  const viewer = testViewer();
  const gateway = paid();
  await using executions = await createToolAgent({
    tools: { pay: payTool },
    model: ({ messages, ...rest }) =>
      messages.some(({ content }) => content === 'Only talk.') ? { text: 'ok' } : callsOnce(pay)({ messages, ...rest }),
    gateway,
    // A reconciler that comes once an hour: only the decision can wake the run.
    config: { concurrency: 1, reconcileMs: 3_600_000 },
  });
  const { service } = executions;
  const id = await startRun(service, viewer);
  const asked = await approvalOf(service, viewer, id);
  expect(asked.proposed).toEqual({ amount: 5 });
  const { data } = await executeAs(service, viewer, RUN_APPROVALS, { id });
  expect(data).toMatchObject({
    execution: {
      status: 'WAITING',
      approvals: [
        {
          status: 'PENDING',
          question: 'Call "crm/pay"?',
          proposed: { amount: 5 },
          editable: true,
          approvers: [{ id: viewer.userId }],
          step: { key: 'approve/model/0/tool:crm/pay/0', status: 'WAITING' },
          execution: { id },
        },
      ],
    },
  });
  const other = await startRun(service, viewer, { input: { question: 'Only talk.' } });
  expect(await endOf(service, viewer, other)).toMatchObject({ status: 'SUCCEEDED' });
  expect(gateway.calls).toEqual([]);

  const decided = await decide(service, viewer, asked, { comment: 'Fine.' });
  expect(decided.data).toMatchObject({
    decideApproval: {
      userErrors: [],
      approval: { status: 'APPROVED', comment: 'Fine.', decidedBy: { id: viewer.userId } },
    },
  });
  const end = await endOf(service, viewer, id);
  expect(JSON.stringify(end['output'])).toContain('paid 5');
  expect(gateway.calls).toHaveLength(1);
  const events = await allEvents(service, viewer, id);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  const names = events.map(({ event }) => event.__typename);
  expect(names.indexOf('ApprovalRequested')).toBeLessThan(names.indexOf('ApprovalDecided'));
  const again = await decide(service, viewer, asked, { decision: 'DENY' });
  expect(again.data?.decideApproval).toMatchObject({
    approval: { status: 'APPROVED' },
    userErrors: [{ code: 'CONFLICT' }],
  });
});

test('a decision proves what was seen, and edits must fit the tool', async () => {
  const viewer = testViewer();
  const gateway = paid();
  await using executions = await createToolAgent({ tools: { pay: payTool }, model: callsOnce(pay), gateway });
  const { service } = executions;
  const id = await startRun(service, viewer);
  const asked = await approvalOf(service, viewer, id);
  const refusals = [
    [{ proposedHash: 'of something else' }, 'STALE_REVISION'],
    [{ edits: { amount: 'much' } }, 'VALIDATION_FAILED'],
    [{ edits: [1] }, 'VALIDATION_FAILED'],
    [{ comment: 'x'.repeat(2_001) }, 'VALIDATION_FAILED'],
  ] as const;
  for (const [input, code] of refusals) {
    const { data } = await decide(service, viewer, asked, input);
    expect(data?.decideApproval).toMatchObject({ approval: { status: 'PENDING' }, userErrors: [{ code }] });
  }
  await decide(service, viewer, asked, { edits: { amount: 3 } });
  expect(JSON.stringify((await endOf(service, viewer, id))['output'])).toContain('paid 3');
  expect(gateway.calls).toMatchObject([{ arguments: { amount: 3 } }]);
});

test('a denial is an answer that the agent sees', async () => {
  const viewer = testViewer();
  const gateway = paid();
  await using executions = await createToolAgent({ tools: { pay: payTool }, model: callsOnce(pay), gateway });
  const { service } = executions;
  const id = await startRun(service, viewer);
  await decide(service, viewer, await approvalOf(service, viewer, id), { decision: 'DENY', comment: 'Too much.' });
  const end = await endOf(service, viewer, id);
  expect(end).toMatchObject({ status: 'SUCCEEDED' });
  expect(JSON.stringify(end['output'])).toContain('denied the call of \\"crm/pay\\"');
  expect(JSON.stringify(end['output'])).toContain('Too much.');
  expect(gateway.calls).toEqual([]);
});

test('of two people who decide at once one is told that it was too late', async () => {
  const viewer = testViewer();
  const gateway = paid();
  await using executions = await createToolAgent({ tools: { pay: payTool }, model: callsOnce(pay), gateway });
  const { service } = executions;
  const id = await startRun(service, viewer);
  const asked = await approvalOf(service, viewer, id);
  const manager = testViewer({ tenantId: viewer.tenantId });
  const answers = await Promise.all([
    decide(service, viewer, asked),
    decide(service, manager, asked, { decision: 'DENY' }),
  ]);
  const codes = answers.flatMap(({ data }) => data?.decideApproval.userErrors.map(({ code }) => code) ?? ['failed']);
  expect(codes).toEqual(['CONFLICT']);
  await endOf(service, viewer, id);
});

test('several calls of one answer are asked about at once; the run goes on with the last decision', async () => {
  const viewer = testViewer();
  const gateway = paid();
  await using executions = await createToolAgent({
    tools: { pay: payTool },
    model: callsOnce(pay, { ...pay, arguments: { amount: 6 } }),
    gateway,
  });
  const { service } = executions;
  const id = await startRun(service, viewer);
  await eventOf(service, viewer, id, ({ event }) => event['status'] === 'WAITING');
  const events = await allEventsUntilWaiting(service, viewer, id);
  const asked = events
    .filter(({ event }) => event.__typename === 'ApprovalRequested')
    .map(({ event }) => event as never);
  expect(asked).toHaveLength(2);
  await decide(service, viewer, asked[0] as never);
  const between = await executeAs(service, viewer, RUN_APPROVALS, { id });
  expect(between.data).toMatchObject({ execution: { status: 'WAITING' } });
  await decide(service, viewer, asked[1] as never, { decision: 'DENY' });
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(gateway.calls).toHaveLength(1);
});

async function allEventsUntilWaiting(...[service, viewer, id]: Parameters<typeof allEvents>) {
  const events: Awaited<ReturnType<typeof allEvents>> = [];
  await eventOf(service, viewer, id, (each) => {
    events.push(each);
    return each.event['status'] === 'WAITING';
  });
  return events;
}

test('a run that waits survives the end of every process', async () => {
  const viewer = testViewer();
  const gateway = paid();
  const agent = { tools: { pay: payTool }, model: callsOnce(pay), gateway, config: { queues: [testQueue()] } };
  const first = await createToolAgent(agent);
  const id = await startRun(first.service, viewer);
  const asked = await approvalOf(first.service, viewer, id);
  await first[Symbol.asyncDispose]();
  await using second = await createToolAgent(agent);
  await decide(second.service, viewer, asked);
  expect(JSON.stringify((await endOf(second.service, viewer, id))['output'])).toContain('paid 5');
});

test('cancel ends a run that waits, and closes its question', async () => {
  const viewer = testViewer();
  await using executions = await createToolAgent({ tools: { pay: payTool }, model: callsOnce(pay), gateway: paid() });
  const { service } = executions;
  const cancelled = await startRun(service, viewer);
  const asked = await approvalOf(service, viewer, cancelled);
  const cancel = `mutation ($input: CancelExecutionInput!) { cancelExecution(input: $input) { execution { status } } }`;
  await executeAs(service, viewer, cancel, { input: { executionId: cancelled } });
  expect(await endOf(service, viewer, cancelled)).toMatchObject({ status: 'CANCELLED' });
  const late = await decide(service, viewer, asked);
  expect(late.data?.decideApproval).toMatchObject({
    approval: { status: 'EXPIRED' },
    userErrors: [{ code: 'CONFLICT' }],
  });
  const { data } = await executeAs(service, viewer, RUN_APPROVALS, { id: cancelled });
  expect(data).toMatchObject({ execution: { approvals: [{ status: 'EXPIRED', step: { status: 'CANCELLED' } }] } });
  expect((await executeAs(service, viewer, PENDING)).data).toEqual({ pendingApprovals: { edges: [] } });
});

test('a person may take longer than the run has for its work: its deadline stands still while it waits, also when its process ends', async () => {
  const viewer = testViewer();
  const agent = {
    tools: { pay: payTool },
    model: callsOnce(pay),
    gateway: paid(),
    config: { queues: [testQueue()], reconcileMs: 200 },
  };
  const deadlineMs = 5_000;
  const first = await createToolAgent(agent);
  const startedAtMs = Date.now();
  const id = await startRun(first.service, viewer, { deadlineMs });
  const asked = await approvalOf(first.service, viewer, id);
  expect(await deadlineOf(first.service, viewer, id)).toEqual({ status: 'WAITING', deadlineAt: null });
  await first[Symbol.asyncDispose]();
  await using second = await createToolAgent(agent);
  await pause(startedAtMs + deadlineMs + 2_000 - Date.now());
  expect(await deadlineOf(second.service, viewer, id)).toEqual({ status: 'WAITING', deadlineAt: null });
  await decide(second.service, viewer, asked);
  expect(await endOf(second.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  const { deadlineAt } = await deadlineOf(second.service, viewer, id);
  const movedMs = Date.parse(deadlineAt ?? '') - startedAtMs - deadlineMs;
  expect(movedMs).toBeGreaterThan(2_000);
  expect(movedMs).toBeLessThan(60_000);
}, 60_000);

async function deadlineOf(...[service, viewer, id]: Parameters<typeof approvalOf>) {
  const { data } = await executeAs<{ execution: { status: string; deadlineAt: string | null } }>(
    service,
    viewer,
    'query ($id: ID!) { execution(id: $id) { status deadlineAt } }',
    { id },
  );
  return data.execution;
}

test('an approval that nobody decides expires, and the run goes on with that answer', async () => {
  const viewer = testViewer();
  const gateway = paid();
  await using executions = await createToolAgent({
    tools: { pay: payTool },
    model: callsOnce(pay),
    gateway,
    config: { approvalMs: 200 },
  });
  const id = await startRun(executions.service, viewer);
  const end = await endOf(executions.service, viewer, id);
  expect(end).toMatchObject({ status: 'SUCCEEDED' });
  expect(JSON.stringify(end['output'])).toContain('nobody decided in time');
  expect(gateway.calls).toEqual([]);
});

test('a call that may be made once only and was under way in a crash is asked about, not repeated', async () => {
  const viewer = testViewer();
  const config = { queues: [testQueue()] };
  const begun = Promise.withResolvers<void>();
  const hanging = toolGateway({
    crm__pay: () => {
      begun.resolve();
      return new Promise<string>(() => {});
    },
  });
  const agent = { tools: { pay: { ...payTool, approval: 'NEVER' as const } }, model: callsOnce(pay), config };
  const first = await createToolAgent({ ...agent, gateway: hanging });
  const id = await startRun(first.service, viewer);
  await begun.promise;
  await first[Symbol.asyncDispose]();

  const gateway = paid();
  await using second = await createToolAgent({ ...agent, gateway });
  const asked = await approvalOf(second.service, viewer, id);
  expect(gateway.calls).toEqual([]);
  const { data } = await decide(second.service, viewer, asked, { edits: { amount: 1 } });
  expect(data?.decideApproval.userErrors).toMatchObject([{ code: 'VALIDATION_FAILED' }]);
  await decide(second.service, viewer, asked);
  expect(JSON.stringify((await endOf(second.service, viewer, id))['output'])).toContain('paid 5');
  expect(gateway.calls).toHaveLength(1);
  expect(gateway.calls[0]?.headers.get('idempotency-key')).toBe(hanging.calls[0]?.headers.get('idempotency-key'));
});

test('approvals are seen and decided by whose run asks, and by those who manage runs', async () => {
  const owner = testViewer({ roleKey: 'member' });
  const { tenantId } = owner;
  await using executions = await createToolAgent({ tools: { pay: payTool }, model: callsOnce(pay), gateway: paid() });
  const { service } = executions;
  const id = await startRun(service, owner);
  const asked = await approvalOf(service, owner, id);
  const stranger = testViewer();
  const colleague = testViewer({ tenantId, roleKey: 'member' });
  for (const viewer of [stranger, colleague]) {
    expect((await executeAs(service, viewer, PENDING)).data).toEqual({ pendingApprovals: { edges: [] } });
    const { errors } = await decide(service, viewer, asked);
    const unknown = await decide(service, viewer, { ...asked, approvalId: 'apr_00000000000000000000000000' });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    expect(unknown.errors?.[0]?.extensions?.['code']).toBe(errors?.[0]?.extensions?.['code']);
  }
  for (const viewer of [owner, testViewer({ tenantId })])
    expect((await executeAs(service, viewer, PENDING)).data).toMatchObject({
      pendingApprovals: { edges: [{ node: { id: asked.approvalId, execution: { id } } }] },
    });
  await decide(service, testViewer({ tenantId }), asked);
  await endOf(service, owner, id);
});

const TOLD = systemStatement(
  'executions-tests.approvals-told',
  'The test looks at the lane of its own instance.',
  `MATCH (o:OutboxEvent) WHERE o.lane = $lane AND o.position > 0 AND o.type STARTS WITH 'aether.approval.'
   RETURN o.type AS type, o.subject AS subject ORDER BY o.position`,
);

test('a wait and a decision whose commit got no answer are repeated: the same answer, and nothing is told twice', async () => {
  await using record = await createTestStore();
  const { parts, viewer, worker, writer } = record;
  const { database, streams, clock, ids } = parts;
  const { tenantId } = viewer;
  const lane = `executions/${parts.instance}`;
  // The driver repeats the transaction with the nonce that it has; so does a store whose random bytes stay.
  let byte = 0;
  const outbox = new Outbox({ lane, database, streams, clock });
  const random = (bytes: number) => new Uint8Array(bytes).fill(byte);
  const store = new ApprovalStore({ database, outbox, random });
  const waitStore = new WaitStore({ database, outbox, random, ringPushes: () => {} });
  const started = record.row();
  await writer.accept(started);
  const claimed = await writer.claim(worker, { ...started, isLost: false });
  if (claimed === null) throw new Error('Not claimed.');
  const { id: executionId, fence, lastSeq } = claimed.execution;

  const at = clock.now().toISOString();
  const expiresAtMs = clock.now().getTime() + 60_000;
  const event = (name: NewEvent['name']): NewEvent => ({ name, at, data: { name } });
  const approvals = ['first', 'second'].map((stepKey): ApprovalRecord => {
    const asked = {
      question: 'Pay?',
      proposed: '{}',
      proposedHash: 'h',
      editable: true,
      tool: 'crm/pay',
      form: null,
      link: null,
    };
    const open = { effect: 'ONCE', status: 'PENDING', decidedById: null, decidedAt: null, comment: null } as const;
    const key = { tenantId, id: ids('apr'), executionId, stepId: `${executionId}/${stepKey}`, stepKey };
    return { ...key, ...asked, ...open, startedById: 'usr_owner', createdAt: at, expiresAtMs };
  });
  const waiting = {
    tenantId,
    executionId,
    fence,
    nowMs: clock.now().getTime(),
    dueAtMs: expiresAtMs,
    deadlineAtMs: expiresAtMs,
    known: [],
    steps: approvals.map(({ stepKey, stepId }) => ({ key: stepKey, properties: { id: stepId, status: 'WAITING' } })),
    approvals,
    events: [event('approval-request'), event('approval-request')],
    waitingEvent: event('execution-waiting'),
    queuedEvent: event('execution-queued'),
  };
  const decision = (index: number): DecideRow => {
    const id = approvals[index]?.id ?? '';
    const told = { type: 'aether.approval.decided', subject: id, actorId: null, requestId: null, data: {} };
    const outcome = {
      status: 'APPROVED',
      decidedById: viewer.userId,
      comment: null,
      durationMs: 1,
      result: '{}',
    } as const;
    const events = [event('approval-decision'), event('step-end')];
    return { tenantId, id, ...outcome, at: clock.now(), events, wakeEvents: [event('execution-queued')], told };
  };

  byte = 1;
  const waits = [await waitStore.begin(waiting), await waitStore.begin(waiting)];
  byte = 2;
  const first = [await store.decide(decision(0)), await store.decide(decision(0))];
  byte = 1;
  waits.push(await waitStore.begin(waiting));
  byte = 3;
  const second = [await store.decide(decision(1)), await store.decide(decision(1))];
  byte = 2;
  first.push(await store.decide(decision(0)));
  byte = 4;
  const late = await store.decide(decision(1));

  for (const answer of waits) expect(answer).toEqual({ base: lastSeq, goesOn: false });
  const answers = (given: typeof first) => given.map((each) => [each?.isDecided, each?.wakes, each?.base]);
  expect(answers(first)).toEqual(Array.from({ length: 3 }, () => [true, false, lastSeq + 3]));
  expect(answers(second)).toEqual(Array.from({ length: 2 }, () => [true, true, lastSeq + 5]));
  expect(second[1]).toEqual(second[0]);
  expect(late).toMatchObject({ isDecided: false, wakes: false });
  const told = await database.read(TOLD, { lane }, z.object({ type: z.string(), subject: z.string() }));
  expect(told).toEqual(
    ['requested', 'decided'].flatMap((what) =>
      approvals.map(({ id }) => ({ type: `aether.approval.${what}`, subject: id })),
    ),
  );
  const events = await record.reader.events(tenantId, executionId, lastSeq, 100);
  expect(events.map(({ seq }) => seq - lastSeq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});
