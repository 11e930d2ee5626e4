import type { Service } from '@aether/common/service';
import type { Viewer } from '@aether/common/security';
import { WaitingError } from '@aether/runtime';
import { executeAs, testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';
import { allEvents, createExecutions, endOf, eventOf, startRun, testQueue } from './create-executions.ts';
import { simple, started } from './scripted-loops.ts';

const SIGNAL = `mutation ($input: SignalExecutionInput!) { signalExecution(input: $input) {
  execution { id status } userErrors { path code message hint } } }`;
const CHAIN = `query ($id: ID!) { execution(id: $id) { status viewerActions { name allowed }
  chain { steps { edges { node { key type name status attempt details output { text } error { code } } } } } } }`;
const CANCEL = `mutation ($id: ID!) { cancelExecution(input: { executionId: $id }) { userErrors { code } } }`;

interface SignalAnswer {
  readonly signalExecution: {
    readonly execution: { readonly status: string } | null;
    readonly userErrors: readonly { readonly code: string; readonly hint: string | null }[];
  };
}

interface ChainAnswer {
  readonly execution: {
    readonly status: string;
    readonly chain: {
      readonly steps: { readonly edges: readonly { readonly node: Readonly<Record<string, unknown>> }[] };
    };
  };
}

async function send(service: Service, viewer: Viewer, id: string, input: Readonly<Record<string, unknown>> = {}) {
  const { data, errors } = await executeAs<SignalAnswer>(service, viewer, SIGNAL, {
    input: { executionId: id, name: 'paid', payload: { amount: 5 }, idempotencyKey: crypto.randomUUID(), ...input },
  });
  return { answer: data?.signalExecution, codes: data?.signalExecution?.userErrors.map(({ code }) => code), errors };
}

async function stepsOf(service: Service, viewer: Viewer, id: string) {
  const { data } = await executeAs<ChainAnswer>(service, viewer, CHAIN, { id });
  return data.execution.chain.steps.edges.map(({ node }) => node);
}

const isWaiting = (envelope: { event: Readonly<Record<string, unknown>> }) => envelope.event['status'] === 'WAITING';

/** A step, a wait for the signal `paid`, a step that uses what came. */
function untilPaid(timeoutMs: number | null = null) {
  const ran: string[] = [];
  const executeAgent: ExecuteAgent = async (journal) => {
    await journal.step({ key: 'before', type: 'TOOL_EXECUTION', name: 'Before', input: 1 }, async () => {
      ran.push('before');
      return { output: null, ...simple };
    });
    const paid = await journal.awaitSignal({ key: 'pay', name: 'Wait for the payment', signal: 'paid', timeoutMs });
    await journal.step({ key: 'after', type: 'TOOL_EXECUTION', name: 'After', input: paid }, async () => {
      ran.push('after');
      return { output: null, ...simple };
    });
    return { output: { paid }, text: 'ok', citations: [] };
  };
  return { ran, executeAgent };
}

test('a run that waits for a signal holds no worker; the signal wakes it and is what the step answers', async () => {
  const viewer = testViewer();
  const { ran, executeAgent } = untilPaid();
  // A reconciler that comes once an hour: only the signal can wake the run.
  await using executions = await createExecutions({ executeAgent, config: { concurrency: 1, reconcileMs: 3_600_000 } });
  const { service } = executions;
  const id = await startRun(service, viewer);
  await eventOf(service, viewer, id, isWaiting);
  const [other] = [await startRun(service, viewer)];
  await eventOf(service, viewer, other, isWaiting);
  expect(await stepsOf(service, viewer, id)).toMatchObject([
    { key: 'before', status: 'SUCCEEDED' },
    {
      key: 'pay',
      type: 'WAIT',
      status: 'WAITING',
      details: { wait: 'SIGNAL', signal: 'paid', until: expect.any(String) },
    },
  ]);
  expect((await send(service, viewer, id)).answer).toMatchObject({ execution: { status: 'QUEUED' }, userErrors: [] });
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'SUCCEEDED', output: { paid: { amount: 5 } } });
  expect(ran).toEqual(['before', 'before', 'after']);
  expect(await stepsOf(service, viewer, id)).toMatchObject([
    {},
    { key: 'pay', status: 'SUCCEEDED', attempt: 1, output: { text: '{"amount":5}' } },
    { key: 'after', status: 'SUCCEEDED' },
  ]);
  const events = await allEvents(service, viewer, id);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
});

test('a signal that nothing waits for, a second one, one for an ended run and a broken one change nothing', async () => {
  const viewer = testViewer();
  const { executeAgent } = untilPaid();
  await using executions = await createExecutions({ executeAgent });
  const { service } = executions;
  const id = await startRun(service, viewer);
  await eventOf(service, viewer, id, isWaiting);
  const unknown = await send(service, viewer, id, { name: 'shipped' });
  expect(unknown).toMatchObject({ codes: ['SIGNAL_NOT_AWAITED'] });
  expect(unknown.answer?.userErrors[0]?.hint).toContain('"paid"');
  for (const input of [
    { name: '' },
    { name: 'x'.repeat(201) },
    { payload: [1] },
    { payload: 'x' },
    { idempotencyKey: '' },
  ])
    expect(await send(service, viewer, id, input)).toMatchObject({ codes: ['VALIDATION_FAILED'] });
  expect(await send(service, viewer, id, { payload: { text: 'x'.repeat(300_000) } })).toMatchObject({
    codes: ['PAYLOAD_TOO_LARGE'],
  });
  expect(await stepsOf(service, viewer, id)).toMatchObject([{}, { status: 'WAITING' }]);

  const idempotencyKey = crypto.randomUUID();
  const [first, repeated] = await Promise.all([
    send(service, viewer, id, { idempotencyKey }),
    send(service, viewer, id, { idempotencyKey }),
  ]);
  expect([first.codes, repeated.codes]).toEqual([[], []]);
  await endOf(service, viewer, id);
  const lastSeq = (await allEvents(service, viewer, id)).length;
  expect(await send(service, viewer, id, { idempotencyKey })).toMatchObject({ codes: [] });
  expect((await send(service, viewer, id, { idempotencyKey, payload: { amount: 6 } })).errors).toMatchObject([
    { extensions: { code: 'IDEMPOTENCY_MISMATCH' } },
  ]);
  expect(await send(service, viewer, id)).toMatchObject({
    codes: ['EXECUTION_ENDED'],
    answer: { execution: { status: 'SUCCEEDED' } },
  });
  expect(await allEvents(service, viewer, id)).toHaveLength(lastSeq);
});

test('a refused signal leaves its key free, and of two senders at once one is told that it was too late', async () => {
  const viewer = testViewer();
  const executeAgent: ExecuteAgent = async (journal) => {
    const first = await journal.awaitSignal({ key: 'one', name: 'One', signal: 'one', timeoutMs: null });
    await journal.awaitSignal({ key: 'two', name: 'Two', signal: 'two', timeoutMs: null });
    return { output: { first }, text: '', citations: [] };
  };
  await using executions = await createExecutions({ executeAgent });
  const { service } = executions;
  const id = await startRun(service, viewer);
  await eventOf(service, viewer, id, isWaiting);
  const idempotencyKey = crypto.randomUUID();
  expect(await send(service, viewer, id, { name: 'two', idempotencyKey })).toMatchObject({
    codes: ['SIGNAL_NOT_AWAITED'],
  });
  const answers = await Promise.all([
    send(service, viewer, id, { name: 'one', payload: { by: 1 } }),
    send(service, viewer, id, { name: 'one', payload: { by: 2 } }),
  ]);
  expect(answers.flatMap(({ codes }) => codes)).toEqual(['SIGNAL_DELIVERED']);
  await eventOf(service, viewer, id, started('two'));
  await eventOf(service, viewer, id, isWaiting);
  expect(await send(service, viewer, id, { name: 'two', idempotencyKey })).toMatchObject({ codes: [] });
  const winner = answers.findIndex(({ codes }) => codes?.length === 0) + 1;
  expect(await endOf(service, viewer, id)).toMatchObject({ output: { first: { by: winner } } });
});

test('a signal that does not come in time fails its step with a code that the run can catch', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions({ executeAgent: untilPaid(50).executeAgent });
  const { service } = executions;
  const id = await startRun(service, viewer);
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'FAILED', error: { code: 'SIGNAL_TIMEOUT' } });
  expect(await stepsOf(service, viewer, id)).toMatchObject([
    {},
    { key: 'pay', status: 'FAILED', error: { code: 'SIGNAL_TIMEOUT' } },
  ]);
});

/** Waits until `untilMs()` as it is at the first call. */
const sleeper =
  (untilMs: () => number): ExecuteAgent =>
  async (journal) => {
    await journal.timer({ key: 'nap', name: 'Nap', untilMs: untilMs() });
    return { output: { rested: true }, text: '', citations: [] };
  };

test('a timer wakes its run, keeps its first instant, and one that is past does not wait at all', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions({
    // Every attempt names a later instant; the reconciler comes once an hour, so the worker itself must remember.
    executeAgent: sleeper(() => Date.now() + 300),
    config: { reconcileMs: 3_600_000 },
  });
  const { service } = executions;
  const id = await startRun(service, viewer);
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'SUCCEEDED', output: { rested: true } });
  const [step] = await stepsOf(service, viewer, id);
  expect(step).toMatchObject({ key: 'nap', type: 'WAIT', status: 'SUCCEEDED', attempt: 1, details: { wait: 'TIMER' } });

  await using early = await createExecutions({ executeAgent: sleeper(() => 0) });
  const past = await startRun(early.service, viewer);
  expect(await endOf(early.service, viewer, past)).toMatchObject({ status: 'SUCCEEDED' });
  const statuses = (await allEvents(early.service, viewer, past)).map(({ event }) => event['status']);
  expect(statuses).not.toContain('WAITING');
});

test('a timer outlives its process: another one wakes the run when the instant is past', async () => {
  const viewer = testViewer();
  const config = { queues: [testQueue()] };
  const first = await createExecutions({ executeAgent: sleeper(() => Date.now() + 1_500), config });
  const id = await startRun(first.service, viewer);
  await eventOf(first.service, viewer, id, isWaiting);
  await first[Symbol.asyncDispose]();
  await using second = await createExecutions({ executeAgent: sleeper(() => Date.now() + 3_600_000), config });
  expect(await endOf(second.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED', output: { rested: true } });
});

/** Two branches side by side: each waits for its own signal; the run wakes for each. */
const twoBranches: ExecuteAgent = async (journal) => {
  const branches = await Promise.allSettled(
    ['left', 'right'].map((signal) => journal.awaitSignal({ key: signal, name: signal, signal, timeoutMs: null })),
  );
  const requests = branches.flatMap((branch) =>
    branch.status === 'rejected' && branch.reason instanceof WaitingError ? branch.reason.requests : [],
  );
  if (requests.length > 0) throw new WaitingError(requests);
  return { output: { branches: branches.length }, text: '', citations: [] };
};

test('a run with several waits is asked once for each, and a cancel closes those that are open', async () => {
  const viewer = testViewer();
  await using executions = await createExecutions({ executeAgent: twoBranches });
  const { service } = executions;
  const [done, cancelled] = [await startRun(service, viewer), await startRun(service, viewer)];
  for (const id of [done, cancelled]) {
    await eventOf(service, viewer, id, isWaiting);
    expect(await send(service, viewer, id, { name: 'left' })).toMatchObject({ codes: [] });
  }
  expect(await send(service, viewer, done, { name: 'right' })).toMatchObject({ codes: [] });
  expect(await endOf(service, viewer, done)).toMatchObject({ status: 'SUCCEEDED', output: { branches: 2 } });
  const keys = (await allEvents(service, viewer, done)).flatMap(({ event }) => event['key'] ?? []);
  expect(keys).toEqual(['left', 'right']);

  await executeAs(service, viewer, CANCEL, { id: cancelled });
  expect(await endOf(service, viewer, cancelled)).toMatchObject({ status: 'CANCELLED' });
  expect(await stepsOf(service, viewer, cancelled)).toMatchObject([{ status: 'SUCCEEDED' }, { status: 'CANCELLED' }]);
});

test('a signal that comes while another branch is at work is not lost when the run begins to wait', async () => {
  const viewer = testViewer();
  const working = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  let attempts = 0;
  const executeAgent: ExecuteAgent = async (journal) => {
    attempts += 1;
    if (attempts === 2) {
      working.resolve();
      await gate.promise;
    }
    return twoBranches(journal, undefined as never);
  };
  await using executions = await createExecutions({ executeAgent, config: { reconcileMs: 3_600_000 } });
  const { service } = executions;
  const id = await startRun(service, viewer);
  await eventOf(service, viewer, id, isWaiting);
  await send(service, viewer, id, { name: 'left' });
  await working.promise;
  expect(await send(service, viewer, id, { name: 'right' })).toMatchObject({
    codes: [],
    answer: { execution: { status: 'RUNNING' } },
  });
  gate.resolve();
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  expect(attempts).toBe(3);
});

test('a timer that would keep its run open for more than 30 days fails it at once', async () => {
  const viewer = testViewer();
  const untilMs = Date.now() + 31 * 24 * 60 * 60 * 1_000;
  await using executions = await createExecutions({
    executeAgent: async (journal) => {
      await journal.timer({ key: 'pause', name: 'Next year', untilMs });
      return { output: {}, text: '', citations: [] };
    },
  });
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'FAILED',
    error: { code: 'EXPRESSION_FAILED' },
  });
});
