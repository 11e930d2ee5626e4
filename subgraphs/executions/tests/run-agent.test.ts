import { executeAs, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allEvents, createExecutions, endOf, runAgent, startRun, type TestExecutions } from './create-executions.ts';
import { AGENT_ID, agentOperations, agentSpec, VERSION_ID } from './run-agent-spec.ts';

let executions: TestExecutions;
beforeAll(async () => {
  executions = await createExecutions({
    executeAgent: async (journal) => {
      const answer = await journal.step(
        {
          key: 'model/0',
          type: 'LLM_INVOCATION',
          name: 'Answer',
          input: journal.run.input,
          model: 'builtin/extract',
          prompt: 'Q',
        },
        async (step) => {
          step.text('Because ');
          step.text('it is so.');
          return {
            output: 'Because it is so.',
            details: { temperature: 0 },
            usage: {
              promptTokens: 10,
              completionTokens: 5,
              cachedTokens: 0,
              cost: 700,
              unpriced: false,
              modelId: 'mdl_01JD0000000000000000000000',
            },
          };
        },
      );
      return { output: { answer }, text: answer, citations: [] };
    },
  });
});
afterAll(() => executions[Symbol.asyncDispose]());

test('runs an agent from acceptance to its end and tells every step', async () => {
  const viewer = testViewer();
  const id = await startRun(executions.service, viewer);
  const events = await allEvents(executions.service, viewer, id);
  const durable = events.filter((event) => event.seq !== null);
  expect(durable.map((event) => event.seq)).toEqual(durable.map((_, index) => index + 1));
  expect(durable.map((event) => event.event.__typename)).toEqual([
    'ExecutionStatusChanged',
    'ExecutionStatusChanged',
    'StepStarted',
    'TextDelta',
    'StepEnded',
    'SpendChanged',
    'ExecutionEnded',
  ]);
  expect(durable.at(-1)?.event).toMatchObject({
    status: 'SUCCEEDED',
    output: { answer: 'Because it is so.' },
    totalCost: 700,
  });

  const { data, errors } = await executeAs(
    executions.service,
    viewer,
    `query ($id: ID!) { execution(id: $id) { status agent { id } version { id } startedBy { id } input output spent lastSeq origin priority
      executor draftRevision deadlineAt error { code } diagnosis { cause } conversation { id } citations { number }
      rating { satisfaction } viewerActions { name allowed }
      chain { traceId totalDurationMs steps { totalCount edges { node { key type status success attempt details promptTokens cost model { id }
          input { text truncated } output { text bytes } prompt { text } attempts { number cost } } } }
        summary { totalSteps totalCost unpriced totalTokens successRate criticalPath bottlenecks { share } } } } }`,
    { id },
  );
  expect(errors).toEqual([]);
  expect(data).toMatchObject({
    execution: {
      status: 'SUCCEEDED',
      agent: { id: AGENT_ID },
      version: { id: VERSION_ID },
      startedBy: { id: viewer.userId },
      input: { question: 'Why?' },
      output: { answer: 'Because it is so.' },
      spent: 700,
      lastSeq: 7,
      origin: 'API',
      viewerActions: [
        { name: 'cancelExecution', allowed: false },
        { name: 'signalExecution', allowed: false },
        { name: 'retryExecution', allowed: true },
        { name: 'rateExecution', allowed: true },
      ],
      chain: {
        steps: {
          totalCount: 1,
          edges: [
            {
              node: {
                key: 'model/0',
                status: 'SUCCEEDED',
                success: true,
                details: { temperature: 0 },
                cost: 700,
                output: { text: '"Because it is so."' },
                prompt: { text: 'Q' },
              },
            },
          ],
        },
        summary: { totalSteps: 1, totalCost: 700, unpriced: false, totalTokens: 15, successRate: 1 },
      },
    },
  });
});

test('the same idempotency key gives the first run, another input is refused', async () => {
  const { service } = executions;
  const viewer = testViewer();
  const first = await startRun(service, viewer, { idempotencyKey: 'once' });
  expect(await startRun(service, viewer, { idempotencyKey: 'once' })).toBe(first);
  const { data, errors } = await runAgent(service, viewer, { idempotencyKey: 'once', input: { question: 'Other?' } });
  expect(data).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: 'IDEMPOTENCY_MISMATCH', path: ['idempotencyKey'] } }]);
  // Keys are each person's own.
  expect(await startRun(service, testViewer({ tenantId: viewer.tenantId }), { idempotencyKey: 'once' })).not.toBe(
    first,
  );
});

test.each([
  [{ input: { question: 7 } }, 'VALIDATION_FAILED', ['input', 'input', 'question']],
  [{ input: { question: 'Why?', other: 1 } }, 'VALIDATION_FAILED', ['input', 'input', 'other']],
  [{ input: 'Why?' }, 'VALIDATION_FAILED', ['input', 'input']],
  [{ input: { question: 'x'.repeat(1_000_000) } }, 'PAYLOAD_TOO_LARGE', ['input', 'input']],
  [{ context: { text: 'x'.repeat(300_000) } }, 'PAYLOAD_TOO_LARGE', ['input', 'context']],
  [{ agentId: null }, 'VALIDATION_FAILED', ['input', 'agentId']],
  [{ slug: 'helper' }, 'VALIDATION_FAILED', ['input', 'agentId']],
  [{ version: { id: VERSION_ID, draftRevision: 1 } }, 'VALIDATION_FAILED', ['input', 'version']],
  [{ idempotencyKey: '' }, 'VALIDATION_FAILED', ['input', 'idempotencyKey']],
  [{ deadlineMs: -1 }, 'VALIDATION_FAILED', ['input', 'deadlineMs']],
  [{ budget: -1 }, 'VALIDATION_FAILED', ['input', 'budget']],
])('a request that is wrong is answered with its path and writes nothing: %j', async (input, code, path) => {
  const viewer = testViewer();
  const { data, errors } = await runAgent(executions.service, viewer, input);
  expect(errors).toEqual([]);
  expect(data.runAgent).toMatchObject({ execution: null, userErrors: [{ code, path }] });
  const { data: list } = await executeAs(executions.service, viewer, '{ executions { edges { node { id } } } }');
  expect(list).toEqual({ executions: { edges: [] } });
});

test('an input that its defaults make too large is refused as one that is sent so', async () => {
  const [question, note] = [{ type: 'string' }, { type: 'string', default: 'x'.repeat(200_000) }];
  const spec = agentSpec({ inputs: { type: 'object', properties: { question, note } } });
  await using large = await createExecutions({ operations: agentOperations({ spec }) });
  const { data } = await runAgent(large.service, testViewer(), { input: { question: 'y'.repeat(100_000) } });
  expect(data.runAgent).toMatchObject({
    execution: null,
    userErrors: [{ code: 'PAYLOAD_TOO_LARGE', path: ['input', 'input'] }],
  });
});

test('an unknown agent, a conversation of somebody else and a missing permission are refused', async () => {
  const { service } = executions;
  expect((await runAgent(service, testViewer(), { agentId: 'agt_unknown' })).errors).toMatchObject([
    { extensions: { code: 'NOT_FOUND' } },
  ]);
  expect((await runAgent(service, testViewer(), { conversationId: 'cnv_unknown' })).errors).toMatchObject([
    { extensions: { code: 'NOT_FOUND' } },
  ]);
  expect((await runAgent(service, testViewer({ roleKey: 'viewer' }))).errors).toMatchObject([
    { extensions: { code: 'FORBIDDEN' } },
  ]);
});

test('a run by slug or by version is pinned to what agents answered', async () => {
  const viewer = testViewer();
  const bySlug = await startRun(executions.service, viewer, { agentId: null, slug: 'helper' });
  const byVersion = await startRun(executions.service, viewer, { version: { id: VERSION_ID } });
  for (const id of [bySlug, byVersion])
    expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
});

test.each([
  [{ status: 'DRAFT', isAllowed: false }, 'AGENT_NOT_PUBLISHED'],
  [{ status: 'DISABLED', isAllowed: false }, 'AGENT_DISABLED'],
  [{ status: 'ARCHIVED', isAllowed: false }, 'AGENT_DISABLED'],
])('an agent that cannot run is answered with its code: %j', async (facts, code) => {
  await using other = await createExecutions({ operations: agentOperations(facts) });
  const { data } = await runAgent(other.service, testViewer());
  expect(data.runAgent).toMatchObject({ execution: null, userErrors: [{ code }] });
});

test('a published agent that the viewer may not run is forbidden', async () => {
  await using other = await createExecutions({ operations: agentOperations({ isAllowed: false }) });
  expect((await runAgent(other.service, testViewer())).errors).toMatchObject([
    { message: 'Not for you.', extensions: { code: 'FORBIDDEN' } },
  ]);
});

test('a run is rated once it has ended, from 1 to 5', async () => {
  const { service } = executions;
  const viewer = testViewer();
  const RATE =
    'mutation ($input: RateExecutionInput!) { rateExecution(input: $input) { execution { rating { satisfaction comment ratedBy { id } } } userErrors { code path } } }';
  const executionId = await startRun(service, viewer);
  await endOf(service, viewer, executionId);
  const rate = async (satisfaction: number) =>
    (await executeAs(service, viewer, RATE, { input: { executionId, satisfaction, comment: 'Good.' } })).data;
  expect(await rate(6)).toMatchObject({
    rateExecution: { execution: null, userErrors: [{ code: 'VALIDATION_FAILED', path: ['input', 'satisfaction'] }] },
  });
  expect(await rate(5)).toMatchObject({
    rateExecution: {
      execution: { rating: { satisfaction: 5, comment: 'Good.', ratedBy: { id: viewer.userId } } },
      userErrors: [],
    },
  });
});
