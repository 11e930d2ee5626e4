import type { Viewer } from '@aether/common/security';
import { executeAs, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExecutions, endOf, startRun, type TestExecutions } from './create-executions.ts';
import { AGENT_ID, agentOperations, agentSpec } from './run-agent-spec.ts';

const MODEL_ID = 'mdl_01JD0000000000000000000009';

/** Whether agents let the person run the agent; changed by tests. */
let isAllowed = true;
let executions: TestExecutions;
beforeAll(async () => {
  executions = await createExecutions({
    operations: {
      ...agentOperations(),
      AgentAccess: ({ id }) => ({
        agent:
          id === AGENT_ID
            ? {
                id,
                slug: 'helper',
                name: 'Helper',
                viewerActions: [{ name: 'runAgent', allowed: isAllowed, reason: isAllowed ? null : 'Not for you.' }],
              }
            : null,
      }),
    },
    executeAgent: async (journal) => {
      const { run } = journal;
      const text = `${run.spec.model.primary} at ${run.spec.model.parameters.temperature}: ${run.spec.instructions}`;
      await journal.step(
        { key: 'model/0', type: 'LLM_INVOCATION', name: 'Answer', input: run.input, model: run.spec.model.primary },
        async (handle) => {
          handle.text(text);
          const usage = {
            promptTokens: 100,
            completionTokens: 20,
            cachedTokens: 0,
            cost: 700,
            unpriced: false,
            modelId: MODEL_ID,
          };
          return { output: text, details: {}, usage };
        },
      );
      return { output: { answer: text }, text, citations: [] };
    },
  });
});
afterAll(() => executions[Symbol.asyncDispose]());

const RUN_FOR_TEST = `mutation ($input: RunForTestInput!) { runForTest(input: $input) {
  execution { id origin draftRevision budget } userErrors { path code message } } }`;
const PROGRESS = `query ($input: RunProgressInput!) { runProgress(input: $input) { status seq text { offset text }
  outcome { output durationMs firstTokenMs cost unpriced totalTokens tools error { code } } } }`;

interface Answers {
  readonly runForTest: {
    readonly execution: { readonly id: string } | null;
    readonly userErrors: readonly { readonly code: string; readonly message: string }[];
  };
  readonly runProgress: { readonly seq: number; readonly text: readonly { readonly text: string }[] } | null;
  readonly usualUsage: object | null;
}

function runForTest(viewer: Viewer, input: Record<string, unknown> = {}, caller = 'testing') {
  const base = {
    agentId: AGENT_ID,
    draftRevision: 7,
    specification: agentSpec({
      instructions: 'Be brief.',
      model: { primary: 'openai/small', parameters: { temperature: 0.2 } },
    }),
    notebooks: [],
    tools: [],
    models: [{ slug: 'openai/small', id: MODEL_ID }],
    input: { question: 'Why?' },
    mockTools: true,
    budget: 5_000,
    idempotencyKey: crypto.randomUUID(),
  };
  return executeAs<Answers>(executions.service, viewer, RUN_FOR_TEST, { input: { ...base, ...input } }, { caller });
}

test('a run for a test has the specification that was handed in, and its origin', async () => {
  const viewer = testViewer();
  const { data, errors } = await runForTest(viewer);
  expect(errors).toEqual([]);
  expect(data.runForTest).toMatchObject({ execution: { origin: 'TEST', draftRevision: 7, budget: 5_000 } });
  const id = data.runForTest.execution?.id ?? '';
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'SUCCEEDED',
    output: { answer: 'openai/small at 0.2: Be brief.' },
  });
});

test('tells what a run has said since the last question, and at its end what it took', async () => {
  const viewer = testViewer();
  const id = (await runForTest(viewer)).data.runForTest.execution?.id ?? '';
  await endOf(executions.service, viewer, id);
  const ask = (after: number, asked = viewer) =>
    executeAs<Answers>(executions.service, asked, PROGRESS, { input: { executionId: id, after } });
  const { data } = await ask(0);
  expect(data.runProgress).toMatchObject({
    status: 'SUCCEEDED',
    text: [{ offset: 0, text: 'openai/small at 0.2: Be brief.' }],
    outcome: {
      output: { answer: 'openai/small at 0.2: Be brief.' },
      firstTokenMs: expect.any(Number),
      cost: 700,
      unpriced: false,
      totalTokens: 120,
      tools: [],
      error: null,
    },
  });
  expect((await ask(data.runProgress?.seq ?? 0)).data.runProgress).toMatchObject({ text: [] });
  expect((await ask(0, testViewer())).data.runProgress).toBeNull();
});

test('the same key starts one run', async () => {
  const viewer = testViewer();
  const first = await runForTest(viewer, { idempotencyKey: 'cell/1' });
  const second = await runForTest(viewer, { idempotencyKey: 'cell/1' });
  expect(second.data.runForTest.execution?.id).toBe(first.data.runForTest.execution?.id);
});

test.each([
  ['an input that does not fit the agent', { input: { question: 7 } }, 'VALIDATION_FAILED'],
  ['a specification that is none', { specification: { kind: 'QA' } }, 'VALIDATION_FAILED'],
  ['an unknown agent', { agentId: 'agt_unknown' }, 'NOT_FOUND'],
  ['mocked tools that may write', { specification: agentSpec({ tools: { crm: { tool: 'crm/update' } } }) }, 'CONFLICT'],
])('%s is refused with a code', async (_what, input, code) => {
  const { data } = await runForTest(testViewer(), input);
  expect(data.runForTest).toMatchObject({ execution: null, userErrors: [{ code }] });
});

test('tools that only read, and tools that may run live, are not refused', async () => {
  const reading = { tools: { crm: { tool: 'crm/find', effect: 'READ' as const } } };
  const writing = { tools: { crm: { tool: 'crm/update' } } };
  for (const input of [
    { specification: agentSpec(reading) },
    { specification: agentSpec(writing), mockTools: false },
  ]) {
    expect((await runForTest(testViewer(), input)).data.runForTest.userErrors).toEqual([]);
  }
});

test('the right to run is asked at each start, and only testing may start such runs', async () => {
  isAllowed = false;
  try {
    expect((await runForTest(testViewer())).data.runForTest).toMatchObject({
      execution: null,
      userErrors: [{ code: 'FORBIDDEN', message: 'Not for you.' }],
    });
  } finally {
    isAllowed = true;
  }
  expect((await runForTest(testViewer(), {}, 'graphql-gateway')).errors).toMatchObject([
    { extensions: { code: 'FORBIDDEN' } },
  ]);
});

test('what a run usually takes is the median of the latest ones; without any it is not known', async () => {
  const viewer = testViewer();
  const ask = () =>
    executeAs<Answers>(
      executions.service,
      viewer,
      'query ($id: ID!) { usualUsage(agentId: $id) { runs promptTokens completionTokens durationMs } }',
      { id: AGENT_ID },
    );
  expect((await ask()).data.usualUsage).toBeNull();
  for (let run = 0; run < 3; run += 1)
    await endOf(executions.service, viewer, await startRun(executions.service, viewer));
  expect((await ask()).data.usualUsage).toMatchObject({ runs: 3, promptTokens: 100, completionTokens: 20 });
});

test('what an agent costs a month is what its ended runs cost, of this tenant only', async () => {
  const viewer = testViewer();
  const ask = (asked = viewer) =>
    executeAs<{ readonly costOfMonth: number | null }>(
      executions.service,
      asked,
      'query ($id: ID!) { costOfMonth(agentId: $id) }',
      { id: AGENT_ID },
      { caller: 'agents' },
    );
  expect((await ask()).data.costOfMonth).toBeNull();
  for (let run = 0; run < 2; run += 1) {
    const started = await runForTest(viewer);
    await endOf(executions.service, viewer, started.data.runForTest.execution?.id ?? '');
  }
  // Each run of the scripted model costs 700 nano-dollars.
  expect((await ask()).data.costOfMonth).toBe(1_400);
  expect((await ask(testViewer())).data.costOfMonth).toBeNull();
});
