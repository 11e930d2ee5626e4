import type { Service } from '@aether/common/service';
import type { Viewer } from '@aether/common/security';
import { executeAs, testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';
import { createExecutions, endOf, eventOf, startRun } from './create-executions.ts';
import { started } from './scripted-loops.ts';

const PLAN = `query ($id: ID!, $from: ID, $input: JSON, $version: ID) {
  retryPlan(executionId: $id, fromStep: $from, inputOverride: $input, versionId: $version) { fromStep reused
    reruns { key name type effect } estimatedCost unpriced repeatedEffects { stepId state } execution { id } } }`;
const RETRY = `mutation ($input: RetryExecutionInput!) { retryExecution(input: $input) {
  execution { id status spent redriveOf { id } } userErrors { path code } } }`;
const RUN = `query ($id: ID!) { execution(id: $id) { status spent redriveOf { id } output
  chain { summary { totalCost totalSteps } steps { edges { node { id key status cost attempt output { text } } } } } } }`;
const DIFF = `query ($left: ID!, $right: ID!) { executionDiff(leftId: $left, rightId: $right) { firstDivergence
  left { id } right { id } input { path left right } output { path left right }
  steps { key kind inputChanged outputChanged costDifference left { id } right { status } } } }`;
const LIST = `query ($filter: ExecutionFilter) { executions(filter: $filter) { edges { node { id } } } }`;
const OUTLINE = `query ($id: ID!, $from: Int) { executionOutline(id: $id, fromIndex: $from) { seq ids names nameIndex types
  typeIndex statuses statusIndex parentIndex startMs durationMs cost tokens attempt nextIndex totalSteps } }`;

interface Step {
  readonly id: string;
  readonly key: string;
  readonly status: string;
}

interface RunAnswer {
  readonly execution: { readonly chain: { readonly steps: { readonly edges: readonly { readonly node: Step }[] } } };
}

interface RetryAnswer {
  readonly retryExecution: {
    readonly execution: { readonly id: string } | null;
    readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] | null }[];
  };
}

/** Search, a call that pays, a model call; the model fails until the test lets it. */
function threeSteps() {
  const ran: string[] = [];
  const state = { fails: true };
  const executeAgent: ExecuteAgent = async (journal) => {
    const done = (key: string, output: unknown, usage: { cost: number | null } | null) => {
      ran.push(key);
      const tokens = { promptTokens: 10, completionTokens: 2, cachedTokens: 0, unpriced: false, modelId: null };
      return { output, details: {}, usage: usage === null ? null : { ...tokens, ...usage } };
    };
    const { input } = journal.run;
    const found = await journal.step({ key: 'search', type: 'VECTOR_SEARCH', name: 'Search', input }, async () =>
      done('search', 'passages', null),
    );
    const call = { toolId: null, tool: 'crm/pay', effect: 'ONCE', arguments: { amount: 5 } } as const;
    await journal.step({ key: 'pay', type: 'TOOL_EXECUTION', name: 'Pay', input: 5, call }, async () =>
      done('pay', 'paid', null),
    );
    await journal.step({ key: 'plan', type: 'LLM_INVOCATION', name: 'Plan', input }, async () =>
      done('plan', 'the plan', { cost: 40 }),
    );
    const answer = await journal.step({ key: 'answer', type: 'LLM_INVOCATION', name: 'Answer', input }, async () => {
      if (state.fails) throw new Error('broken');
      return done('answer', `${found} for ${String(input['question'])}`, { cost: 2 });
    });
    return { output: { answer }, text: '', citations: [] };
  };
  return { ran, state, executeAgent };
}

async function stepsOf(service: Service, viewer: Viewer, id: string): Promise<readonly Step[]> {
  const { data } = await executeAs<RunAnswer>(service, viewer, RUN, { id });
  return data.execution.chain.steps.edges.map(({ node }) => node);
}

async function idOf(service: Service, viewer: Viewer, id: string, key: string): Promise<string> {
  return (await stepsOf(service, viewer, id)).find((step) => step.key === key)?.id ?? '';
}

async function retry(service: Service, viewer: Viewer, id: string, input: Readonly<Record<string, unknown>> = {}) {
  const { data, errors } = await executeAs<RetryAnswer>(service, viewer, RETRY, {
    input: { executionId: id, idempotencyKey: crypto.randomUUID(), ...input },
  });
  return { id: data?.retryExecution?.execution?.id ?? '', userErrors: data?.retryExecution?.userErrors, errors };
}

test('a retry from a step reuses what came before: it is not run, paid or done again, and the plan said so', async () => {
  const viewer = testViewer();
  const { ran, state, executeAgent } = threeSteps();
  await using executions = await createExecutions({ executeAgent });
  const { service } = executions;
  const id = await startRun(service, viewer);
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'FAILED' });
  const from = await idOf(service, viewer, id, 'answer');
  const pay = await idOf(service, viewer, id, 'pay');

  const whole = await executeAs(service, viewer, PLAN, { id });
  expect(whole.data).toMatchObject({
    retryPlan: {
      reused: [],
      estimatedCost: null,
      unpriced: true,
      repeatedEffects: [{ stepId: pay, state: 'APPLIED' }],
    },
  });
  const plan = await executeAs(service, viewer, PLAN, { id, from });
  expect(plan.data).toMatchObject({
    retryPlan: { fromStep: from, reruns: [{ key: 'answer', type: 'LLM_INVOCATION' }], repeatedEffects: [] },
  });

  state.fails = false;
  const idempotencyKey = crypto.randomUUID();
  const again = await retry(service, viewer, id, { fromStep: from, idempotencyKey });
  expect(again.userErrors).toEqual([]);
  expect(await endOf(service, viewer, again.id)).toMatchObject({
    status: 'SUCCEEDED',
    output: { answer: 'passages for Why?' },
  });
  expect(ran).toEqual(['search', 'pay', 'plan', 'answer']);
  const { data } = await executeAs(service, viewer, RUN, { id: again.id });
  expect(data).toMatchObject({
    execution: {
      spent: 2,
      redriveOf: { id },
      chain: {
        summary: { totalCost: 2, totalSteps: 4 },
        steps: {
          edges: [
            { node: { key: 'search', status: 'REUSED' } },
            { node: { key: 'pay', status: 'REUSED', output: { text: '"paid"' } } },
            { node: { key: 'plan', status: 'REUSED', cost: 40 } },
            { node: { key: 'answer', status: 'SUCCEEDED', attempt: 1 } },
          ],
        },
      },
    },
  });
  const before = (await stepsOf(service, viewer, id)).map((step) => step.id);
  expect((await stepsOf(service, viewer, again.id)).filter((step) => before.includes(step.id))).toEqual([]);

  expect((await retry(service, viewer, id, { fromStep: from, idempotencyKey })).id).toBe(again.id);
  const mismatch = await retry(service, viewer, id, { fromStep: pay, idempotencyKey });
  expect(mismatch.errors).toMatchObject([{ extensions: { code: 'IDEMPOTENCY_MISMATCH' } }]);
});

test('an input override is checked by the schema of the agent, and what runs again sees it', async () => {
  const viewer = testViewer();
  const { ran, state, executeAgent } = threeSteps();
  await using executions = await createExecutions({ executeAgent });
  const { service } = executions;
  const id = await startRun(service, viewer);
  await endOf(service, viewer, id);
  const fromStep = await idOf(service, viewer, id, 'answer');
  state.fails = false;
  const broken = await retry(service, viewer, id, { fromStep, inputOverride: { question: 7 } });
  expect(broken.userErrors).toMatchObject([
    { code: 'VALIDATION_FAILED', path: ['input', 'inputOverride', 'question'] },
  ]);
  const plan = await executeAs(service, viewer, PLAN, { id, from: fromStep, input: { question: 7 } });
  expect(plan.errors).toMatchObject([{ extensions: { code: 'VALIDATION_FAILED' } }]);

  const again = await retry(service, viewer, id, { fromStep, inputOverride: { question: 'And now?' } });
  expect(await endOf(service, viewer, again.id)).toMatchObject({ output: { answer: 'passages for And now?' } });
  expect(ran).toEqual(['search', 'pay', 'plan', 'answer']);

  const { data } = await executeAs(service, viewer, DIFF, { left: id, right: again.id });
  expect(data).toMatchObject({
    executionDiff: {
      firstDivergence: 'answer',
      input: [{ path: ['question'], left: 'Why?', right: 'And now?' }],
      output: [{ path: [], left: null, right: { answer: 'passages for And now?' } }],
      steps: [
        { key: 'search', kind: 'SAME' },
        { key: 'pay', kind: 'SAME' },
        { key: 'plan', kind: 'SAME', costDifference: 0, right: { status: 'REUSED' } },
        { key: 'answer', kind: 'CHANGED', inputChanged: true, outputChanged: true },
      ],
    },
  });
});

test('a step that never ran, a run that goes on and a stranger get their own answers, and nothing is accepted', async () => {
  const viewer = testViewer();
  const gate = Promise.withResolvers<void>();
  const executeAgent: ExecuteAgent = async (journal) => {
    await journal.step({ key: 'one', type: 'VECTOR_SEARCH', name: 'One', input: 1 }, async () => {
      await gate.promise;
      return { output: null, details: {}, usage: null };
    });
    throw new Error('broken');
  };
  await using executions = await createExecutions({ executeAgent });
  const { service } = executions;
  const id = await startRun(service, viewer);
  await eventOf(service, viewer, id, started('one'));
  expect((await retry(service, viewer, id)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  gate.resolve();
  await endOf(service, viewer, id);
  expect((await retry(service, viewer, id, { fromStep: 'stp_never' })).userErrors).toMatchObject([
    { code: 'STEP_NEVER_RAN' },
  ]);
  const stranger = testViewer();
  expect((await retry(service, stranger, id)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  expect((await executeAs(service, stranger, PLAN, { id })).data).toEqual({ retryPlan: null });
  expect((await executeAs(service, stranger, DIFF, { left: id, right: id })).data).toEqual({ executionDiff: null });
  expect((await executeAs(service, stranger, OUTLINE, { id })).data).toEqual({ executionOutline: null });

  const dead = async () => (await executeAs(service, viewer, LIST, { filter: { redrivable: true } })).data;
  expect(await dead()).toEqual({ executions: { edges: [{ node: { id } }] } });
  const again = await retry(service, viewer, id);
  await endOf(service, viewer, again.id);
  expect(await dead()).toEqual({ executions: { edges: [{ node: { id: again.id } }] } });
});

test('an outline has all steps in columns, from any index on', async () => {
  const viewer = testViewer();
  const { state, executeAgent } = threeSteps();
  state.fails = false;
  await using executions = await createExecutions({ executeAgent });
  const { service } = executions;
  const id = await startRun(service, viewer);
  await endOf(service, viewer, id);
  const { data } = await executeAs(service, viewer, OUTLINE, { id });
  expect(data).toMatchObject({
    executionOutline: {
      ids: (await stepsOf(service, viewer, id)).map((step) => step.id),
      names: ['Search', 'Pay', 'Plan', 'Answer'],
      nameIndex: [0, 1, 2, 3],
      types: ['VECTOR_SEARCH', 'TOOL_EXECUTION', 'LLM_INVOCATION'],
      typeIndex: [0, 1, 2, 2],
      statuses: ['SUCCEEDED'],
      statusIndex: [0, 0, 0, 0],
      parentIndex: [-1, -1, -1, -1],
      cost: [null, null, 40, 2],
      tokens: [null, null, 12, 12],
      nextIndex: null,
      totalSteps: 4,
    },
  });
  const rest = await executeAs(service, viewer, OUTLINE, { id, from: 3 });
  expect(rest.data).toMatchObject({ executionOutline: { names: ['Answer'], nameIndex: [0], totalSteps: 4 } });
  const { errors } = await executeAs(service, viewer, OUTLINE, { id, from: -1 });
  expect(errors).toMatchObject([{ extensions: { code: 'VALIDATION_FAILED' } }]);
});
