import { AgentVersionForRunDocument } from '@aether/schema/internal/agents';
import { testViewer } from '@aether/test-support';
import type { Viewer } from '@aether/common/security';
import { print } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PREVIEW, colleagueOf, offer } from './market-calls.ts';
import { type RunningAgents, createAgent, goodSpec, publish, startAgents } from './start-agents.ts';

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

const calling = (...slugs: readonly string[]) => ({
  ...goodSpec,
  tools: Object.fromEntries(slugs.map((slug, index) => [`t${index}`, { tool: `agent/${slug}` }])),
});
const ISSUES = 'query ($id: ID!) { agent(id: $id) { draft { validation { issues { code path message } } } } }';

async function issuesOf(
  viewer: Viewer,
  id: string,
): Promise<readonly { readonly code: string; readonly path: readonly string[] }[]> {
  return (await agents.run(viewer, ISSUES, { id })).data.agent.draft.validation.issues;
}

async function publishedAgent(viewer: Viewer, visibility: string, input: Record<string, unknown> = {}) {
  const { agent } = await createAgent(agents, viewer, input);
  await publish(agents, viewer, agent.id, 1, { visibility });
  return agent;
}

test('publishing lists every agent among the tools that is unknown, foreign or not published', async () => {
  const viewer = testViewer({ roleKey: 'builder' });
  const colleague = await colleagueOf(agents, viewer);
  const open = await publishedAgent(colleague, 'TENANT');
  const closed = await publishedAgent(colleague, 'PRIVATE');
  const foreign = await publishedAgent(testViewer(), 'TENANT', { name: 'Known elsewhere only' });
  const { agent: draft } = await createAgent(agents, viewer);
  const spec = calling(open.slug, closed.slug, foreign.slug, draft.slug, 'nobody-at-all');
  const { agent } = await createAgent(agents, viewer, { spec });
  expect((await issuesOf(viewer, agent.id)).map(({ code, path }) => [code, path.join('.')])).toEqual([
    ['NOT_FOUND', 'tools.t1.tool'],
    ['NOT_FOUND', 'tools.t2.tool'],
    ['AGENT_NOT_PUBLISHED', 'tools.t3.tool'],
    ['NOT_FOUND', 'tools.t4.tool'],
  ]);
  const { userErrors } = await publish(agents, viewer, agent.id);
  expect(userErrors).toHaveLength(4);
});

test('a run gets the agents among the tools with their input, and why one may not be run', async () => {
  const viewer = testViewer();
  const clerk = await publishedAgent(viewer, 'TENANT');
  const { agent } = await createAgent(agents, viewer, { spec: calling(clerk.slug) });
  expect((await publish(agents, viewer, agent.id)).userErrors).toEqual([]);
  const ask = async () =>
    (await agents.run(viewer, print(AgentVersionForRunDocument), { agentId: agent.id })).data.agentVersionForRun;
  expect(await ask()).toMatchObject({
    tools: [],
    agents: [{ id: clerk.id, slug: clerk.slug, inputSchema: { type: 'object' }, refusal: null }],
  });
  const DISABLE = 'mutation ($input: SetAgentStatusInput!) { setAgentStatus(input: $input) { userErrors { code } } }';
  await agents.run(viewer, DISABLE, { input: { agentId: clerk.id, status: 'DISABLED' } });
  expect((await ask()).agents).toMatchObject([{ slug: clerk.slug, refusal: expect.stringContaining('disabled') }]);
});

test('a clone asks for another agent where the cloner may not run one that the original calls', async () => {
  const owner = testViewer();
  const closed = await publishedAgent(owner, 'PRIVATE');
  const shared = await publishedAgent(owner, 'TENANT');
  const { listing } = await offer(agents, owner, { spec: calling(closed.slug, shared.slug) });
  const cloner = await colleagueOf(agents, owner);
  const own = await publishedAgent(cloner, 'PRIVATE');
  const { data } = await agents.run(cloner, PREVIEW, { id: listing.id });
  const parts = data.clonePreview.items.filter(({ key }: { key: string }) => key.startsWith('agent:'));
  expect(parts).toMatchObject([
    { key: `agent:${closed.slug}`, outcome: 'BIND' },
    { key: `agent:${shared.slug}`, outcome: 'SHARED' },
  ]);
  expect(parts[0].options.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining([own.id, shared.id]));
});
