import { AGENT_TEMPLATES } from '@aether/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalProduct, startLocalProduct } from '../tenancy/local-product.ts';

let product: LocalProduct;
beforeAll(async () => {
  product = await startLocalProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const CREATE = `mutation ($input: CreateAgentInput!) { createAgent(input: $input) {
  agent { id kind draft { revision validation { valid issues { message } } } } userErrors { message } } }`;
const PUBLISH = `mutation ($input: PublishAgentInput!) { publishAgent(input: $input) { version { number } userErrors { message } } }`;
const RUN = `mutation ($input: RunAgentInput!) { runAgent(input: $input) { execution { id } userErrors { message } } }`;
const LOOK = `query ($id: ID!) { execution(id: $id) { status output error { code message }
  approvals { id status proposedHash } chain { steps { edges { node { nodeId type status } } } } } }`;
const DECIDE = `mutation ($input: DecideApprovalInput!) { decideApproval(input: $input) { approval { status } userErrors { message } } }`;
const PATCH = `mutation ($input: UpdateAgentDraftInput!) { updateAgentDraft(input: $input) {
  draft { revision validation { valid issues { code path message hint } } } } }`;

/** An input for each template with a flow, what is decided when a person is asked, and what comes of it. */
const RUNS = [
  ['reviewed-answer', { question: 'What is a fence?' }, 'APPROVE', { answer: expect.any(String) }],
  ['reviewed-answer', { question: 'What is a fence?' }, 'DENY', { answer: 'The draft was not approved.' }],
  ['expense-approval', { purpose: 'Desk', amount: 200, limit: 500 }, null, { approved: true }],
  ['expense-approval', { purpose: 'Desk', amount: 900, limit: 500 }, 'DENY', { approved: false }],
  ['answer-each', { questions: ['One?', 'Two?'] }, null, { answers: [expect.any(String), expect.any(String)] }],
] as const;

/** Until the run is in the state. */
async function untilStatus(look: () => Promise<{ readonly status: string }>, status: string): Promise<void> {
  await expect.poll(async () => (await look()).status, { timeout: 180_000, interval: 100 }).toBe(status);
}

async function newAgent(viewer: Awaited<ReturnType<LocalProduct['createTenant']>>, slug: string) {
  const { spec } = AGENT_TEMPLATES[slug as keyof typeof AGENT_TEMPLATES];
  const input = { name: slug, spec, idempotencyKey: crypto.randomUUID() };
  const { data, errors } = await product.run(viewer, CREATE, { input });
  expect([errors, data?.createAgent.userErrors]).toEqual([undefined, []]);
  return data.createAgent.agent;
}

test('every template with a flow is among the runs here', () => {
  const flows = Object.values(AGENT_TEMPLATES).filter(({ spec }) => spec.kind === 'WORKFLOW');
  expect(flows.map(({ slug }) => slug).toSorted()).toEqual([...new Set(RUNS.map(([slug]) => slug))].toSorted());
});

test.for(RUNS)(
  '%s with %o and %s: created, published and run on built-in models',
  { timeout: 120_000 },
  async (run) => {
    const [slug, runInput, decision, output] = run;
    const viewer = await product.createTenant(`flows-${crypto.randomUUID()}`);
    const agent = await newAgent(viewer, slug);
    expect(agent).toMatchObject({ kind: 'WORKFLOW', draft: { validation: { valid: true, issues: [] } } });
    const published = await product.run(viewer, PUBLISH, {
      input: { agentId: agent.id, expectedRevision: agent.draft.revision, visibility: 'TENANT' },
    });
    expect([published.errors, published.data?.publishAgent.userErrors]).toEqual([undefined, []]);
    const started = await product.run(viewer, RUN, {
      input: { agentId: agent.id, input: runInput, idempotencyKey: crypto.randomUUID() },
    });
    expect([started.errors, started.data?.runAgent.userErrors]).toEqual([undefined, []]);
    const { id } = started.data.runAgent.execution;
    const look = async () => (await product.run(viewer, LOOK, { id })).data.execution;
    if (decision !== null) {
      await untilStatus(look, 'WAITING');
      const [{ id: approvalId, proposedHash }] = (await look()).approvals;
      await product.run(viewer, DECIDE, { input: { approvalId, proposedHash, decision } });
    }
    await untilStatus(look, 'SUCCEEDED');
    const ended = await look();
    expect(ended.output).toMatchObject(output);
    const nodes = new Set(ended.chain.steps.edges.map(({ node }: { node: { nodeId: string } }) => node.nodeId));
    const { flow } = AGENT_TEMPLATES[slug].spec;
    const expected = Object.keys(flow?.nodes ?? {}).filter((node) => flow?.nodes[node]?.type !== 'input');
    expect([...nodes].toSorted()).toEqual(expected.toSorted());
  },
);

test('a flow with mistakes cannot be published, and every mistake is at its node', { timeout: 180_000 }, async () => {
  const viewer = await product.createTenant(`flows-${crypto.randomUUID()}`);
  const agent = await newAgent(viewer, 'expense-approval');
  const { data } = await product.run(viewer, PATCH, {
    input: {
      agentId: agent.id,
      expectedRevision: agent.draft.revision,
      operations: [
        { op: 'replace', path: '/spec/flow/nodes/large/expression', value: 'inputs.amount >' },
        { op: 'add', path: '/spec/flow/nodes/alone', value: { type: 'transform', value: 'inputs.amont' } },
        { op: 'add', path: '/spec/flow/nodes/later', value: { type: 'container' } },
      ],
    },
  });
  const { revision, validation } = data.updateAgentDraft.draft;
  const found = validation.issues.map(
    ({ code, path }: { code: string; path: string[] }) => `${code} ${path.join('.')}`,
  );
  expect(found).toEqual(
    expect.arrayContaining([
      'WRONG_EXPRESSION flow.nodes.large.expression',
      'FLOW_UNREACHABLE flow.nodes.alone',
      'UNKNOWN_REFERENCE flow.nodes.alone.value',
      'NOT_RUNNABLE flow.nodes.later.type',
    ]),
  );
  const refused = await product.run(viewer, PUBLISH, {
    input: { agentId: agent.id, expectedRevision: revision, visibility: 'TENANT' },
  });
  expect(refused.data.publishAgent.version).toBeNull();
  expect(refused.data.publishAgent.userErrors).toHaveLength(validation.issues.length);
});
