import { AgentVersionForRunDocument } from '@aether/schema/internal/agents';
import type { Viewer } from '@aether/common/security';
import { testViewer } from '@aether/test-support';
import { print } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningAgents, createAgent, goodSpec, patch, publish, startAgents } from './start-agents.ts';

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

async function forRun(viewer: Viewer, variables: Record<string, unknown>) {
  const { data, errors } = await agents.run(viewer, print(AgentVersionForRunDocument), variables);
  return { runnable: data?.agentVersionForRun, errors };
}

const runAction = (runnable: { viewerActions: { name: string }[] }) =>
  runnable.viewerActions.find((action) => action.name === 'runAgent');

test('gives the published version with its models and notebooks, by agent, slug and version id', async () => {
  const viewer = testViewer();
  agents.notebooks.set('sales', 'nbk_sales');
  const { agent } = await createAgent(agents, viewer, {
    spec: { ...goodSpec, knowledge: { one: { notebook: 'sales' } } },
  });
  const { version } = await publish(agents, viewer, agent.id);
  const { runnable } = await forRun(viewer, { agentId: agent.id });
  expect(runnable).toMatchObject({
    agentId: agent.id,
    slug: agent.slug,
    ownerId: viewer.userId,
    status: 'PUBLISHED',
    versionId: version.id,
    draftRevision: null,
    hash: version.hash,
    notebooks: [{ slug: 'sales', id: 'nbk_sales' }],
  });
  expect(runnable.models).toMatchObject([
    { slug: 'builtin/extract', capabilities: ['CHAT', 'JSON_SCHEMA', 'TOOLS'], enabled: true, builtIn: true },
  ]);
  expect(runAction(runnable)).toEqual({ name: 'runAgent', allowed: true, reason: null });
  expect((await forRun(viewer, { slug: agent.slug })).runnable).toEqual(runnable);
  expect((await forRun(viewer, { id: version.id })).runnable).toEqual(runnable);
});

test('tells an agent without a published version', async () => {
  const viewer = testViewer();
  const { agent } = await createAgent(agents, viewer);
  expect((await forRun(viewer, { agentId: agent.id })).errors[0]?.extensions).toMatchObject({
    code: 'AGENT_NOT_PUBLISHED',
  });
});

test('gives the draft to its author at its current revision only, and to nobody else', async () => {
  const owner = testViewer();
  const { agent } = await createAgent(agents, owner);
  const { runnable } = await forRun(owner, { agentId: agent.id, draftRevision: 1 });
  expect(runnable).toMatchObject({ versionId: null, draftRevision: 1, status: 'DRAFT' });
  expect(runAction(runnable)).toMatchObject({ allowed: true });
  await publish(agents, owner, agent.id, 1, { visibility: 'TENANT' });
  await patch(agents, owner, agent.id, 1, [{ op: 'replace', path: '/spec/instructions', value: 'New.' }]);
  expect((await forRun(owner, { agentId: agent.id, draftRevision: 1 })).errors[0]?.extensions).toMatchObject({
    code: 'STALE_REVISION',
  });
  const colleague = { ...testViewer({ roleKey: 'builder' }), tenantId: owner.tenantId };
  expect((await forRun(colleague, { agentId: agent.id, draftRevision: 2 })).runnable).toBeNull();
  expect((await forRun(colleague, { agentId: agent.id })).runnable.versionId).not.toBeNull();
});

test('refuses an invalid draft with its problems', async () => {
  const viewer = testViewer();
  const { agent } = await createAgent(agents, viewer, { spec: { ...goodSpec, model: { primary: 'vendor/gone' } } });
  const { errors } = await forRun(viewer, { agentId: agent.id, draftRevision: 1 });
  expect(errors[0]?.extensions).toMatchObject({ code: 'INVALID_SPEC', path: ['spec', 'model', 'primary'] });
});

test('says why a disabled agent, or a person without the right, cannot run it', async () => {
  const owner = testViewer();
  const { agent } = await createAgent(agents, owner);
  await publish(agents, owner, agent.id, 1, { visibility: 'TENANT' });
  const viewer = { ...testViewer({ roleKey: 'viewer' }), tenantId: owner.tenantId };
  expect(runAction((await forRun(viewer, { agentId: agent.id })).runnable)).toMatchObject({
    allowed: false,
    reason: expect.stringContaining('agent:run'),
  });
  await agents.run(
    owner,
    'mutation ($input: SetAgentStatusInput!) { setAgentStatus(input: $input) { agent { id } } }',
    { input: { agentId: agent.id, status: 'DISABLED' } },
  );
  const { runnable } = await forRun(owner, { agentId: agent.id });
  expect(runnable.status).toBe('DISABLED');
  expect(runAction(runnable)).toMatchObject({
    allowed: false,
    reason: 'The agent is disabled; its owner can enable it again.',
  });
});

test('leaves out a notebook that is gone, and fails rather than run without knowledge while memory is down', async () => {
  const viewer = testViewer();
  agents.notebooks.set('short-lived', 'nbk_short');
  const { agent } = await createAgent(agents, viewer, {
    spec: { ...goodSpec, knowledge: { one: { notebook: 'short-lived' } } },
  });
  await publish(agents, viewer, agent.id);
  agents.notebooks.delete('short-lived');
  expect((await forRun(viewer, { agentId: agent.id })).runnable.notebooks).toEqual([]);
  agents.memoryIsDown = true;
  const { errors } = await forRun(viewer, { agentId: agent.id });
  agents.memoryIsDown = false;
  expect(errors[0]?.extensions).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
});
