import type { Viewer } from '@aether/common/security';
import { testViewer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { colleagueOf, market, offer } from './market-calls.ts';
import { type RunningAgents, createAgent, patch, publish, startAgents } from './start-agents.ts';

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

const SET = `mutation ($input: SetCollaboratorInput!) { setCollaborator(input: $input) {
  agent { collaborators { user { id } role } } userErrors { code path } } }`;
const REQUEST = `mutation ($input: RequestCollaborationInput!) { requestCollaboration(input: $input) {
  request { id role status message requester { id } agent { id } } userErrors { code path } } }`;
const ANSWER = `mutation ($input: AnswerCollaborationRequestInput!) { answerCollaborationRequest(input: $input) {
  request { id role status answer answeredBy { id } agent { collaborators { user { id } role } } } userErrors { code path } } }`;
const INBOX = `query ($direction: RequestDirection!, $status: CollaborationRequestStatus) {
  collaborationRequests(direction: $direction, status: $status) { edges { node { id status } } } }`;
const AGENT = `query ($id: ID!) { agent(id: $id) { name draft { revision } viewerActions { name allowed reason } } }`;
const UPDATE =
  'mutation ($input: UpdateAgentInput!) { updateAgent(input: $input) { agent { visibility } userErrors { code } } }';

async function call(viewer: Viewer, query: string, input: Record<string, unknown>) {
  const { data, errors } = await agents.run(viewer, query, { input });
  return { ...Object.values<Record<string, unknown>>(data ?? {})[0], errors } as Awaited<
    ReturnType<typeof createAgent>
  >;
}
async function inbox(viewer: Viewer, direction: string, status: string | null = null) {
  const { data } = await agents.run(viewer, INBOX, { direction, status });
  return data.collaborationRequests.edges.map(({ node }: { node: { id: string } }) => node.id);
}
async function allowed(viewer: Viewer, id: string): Promise<readonly string[]> {
  const { data } = await agents.run(viewer, AGENT, { id });
  return (data.agent?.viewerActions ?? []).flatMap((action: { name: string; allowed: boolean }) =>
    action.allowed ? [action.name] : [],
  );
}

describe('a collaborator', () => {
  test('sees a private agent and its draft; what else depends on the role', async () => {
    const owner = testViewer({ roleKey: 'builder' });
    const { agent } = await createAgent(agents, owner);
    const colleague = await colleagueOf(agents, owner);
    expect((await agents.run(colleague, AGENT, { id: agent.id })).data.agent).toBeNull();

    const set = (role: string | null) => call(owner, SET, { agentId: agent.id, userId: colleague.userId, role });
    await set('VIEWER');
    expect((await agents.run(colleague, AGENT, { id: agent.id })).data.agent.draft).toEqual({ revision: 1 });
    expect(await allowed(colleague, agent.id)).toEqual(['requestCollaboration']);
    const say = [{ op: 'replace', path: '/spec/instructions', value: 'Be brief.' }];
    expect((await patch(agents, colleague, agent.id, 1, say)).errors[0].extensions.code).toBe('FORBIDDEN');

    await set('EDITOR');
    expect((await patch(agents, colleague, agent.id, 1, say)).draft.revision).toBe(2);
    expect(await allowed(colleague, agent.id)).toEqual([
      'updateAgent',
      'updateAgentDraft',
      'runAgent',
      'requestCollaboration',
    ]);
    expect((await publish(agents, colleague, agent.id, 2)).errors[0].extensions.code).toBe('FORBIDDEN');
    const widen = await call(colleague, UPDATE, { agentId: agent.id, visibility: 'TENANT' });
    expect(widen.errors[0].extensions.code).toBe('FORBIDDEN');

    const { agent: maintained } = await set('MAINTAINER');
    expect(maintained.collaborators).toEqual([{ user: { id: colleague.userId }, role: 'MAINTAINER' }]);
    expect((await publish(agents, colleague, agent.id, 2)).version).toMatchObject({ number: 1 });
    expect(await allowed(colleague, agent.id)).not.toContain('deleteAgent');

    expect((await set(null)).agent.collaborators).toEqual([]);
    expect((await agents.run(colleague, AGENT, { id: agent.id })).data.agent).toBeNull();
  });

  test('still sees the agent and its listing after the visibility was changed', async () => {
    const owner = testViewer({ roleKey: 'builder' });
    const { agent } = await offer(agents, owner);
    const colleague = await colleagueOf(agents, owner);
    await call(owner, SET, { agentId: agent.id, userId: colleague.userId, role: 'EDITOR' });
    await call(owner, UPDATE, { agentId: agent.id, visibility: 'PRIVATE' });
    expect((await market(agents, colleague)).names).toEqual(['Warranty desk']);
    await call(owner, SET, { agentId: agent.id, userId: colleague.userId, role: null });
    expect((await market(agents, colleague)).names).toEqual([]);
  });

  test('is a person of the same organization, and never the owner', async () => {
    const owner = testViewer();
    const { agent } = await createAgent(agents, owner);
    const stranger = await colleagueOf(agents, testViewer());
    const foreign = await call(owner, SET, { agentId: agent.id, userId: stranger.userId, role: 'VIEWER' });
    expect(foreign.errors[0].extensions.code).toBe('NOT_FOUND');
    const own = await call(owner, SET, { agentId: agent.id, userId: owner.userId, role: 'VIEWER' });
    expect(own.userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['userId'] }]);
  });
});

describe('a request to collaborate', () => {
  test('reaches the owner’s inbox and, accepted, makes a collaborator', async () => {
    const owner = testViewer({ roleKey: 'builder' });
    const { agent } = await offer(agents, owner);
    const colleague = await colleagueOf(agents, owner);
    const { request } = await call(colleague, REQUEST, { agentId: agent.id, role: 'MAINTAINER', message: 'May I?' });
    expect(request).toMatchObject({ status: 'PENDING', message: 'May I?', requester: { id: colleague.userId } });
    expect(await inbox(owner, 'RECEIVED', 'PENDING')).toEqual([request.id]);
    expect(await inbox(colleague, 'SENT')).toEqual([request.id]);
    expect(await inbox(colleague, 'RECEIVED')).toEqual([]);
    expect(await inbox(await colleagueOf(agents, owner), 'RECEIVED')).toEqual([]);

    const answer = await call(owner, ANSWER, { requestId: request.id, accept: true, role: 'EDITOR', note: 'Welcome.' });
    expect(answer.request).toMatchObject({
      status: 'ACCEPTED',
      role: 'EDITOR',
      answer: 'Welcome.',
      answeredBy: { id: owner.userId },
      agent: { collaborators: [{ user: { id: colleague.userId }, role: 'EDITOR' }] },
    });
    expect(await inbox(owner, 'RECEIVED', 'PENDING')).toEqual([]);
    const again = await call(owner, ANSWER, { requestId: request.id, accept: false });
    expect(again.userErrors).toMatchObject([{ code: 'CONFLICT', path: ['requestId'] }]);
  });

  test('is open once; declined, it can be sent again', async () => {
    const owner = testViewer({ roleKey: 'builder' });
    const { agent } = await offer(agents, owner);
    const colleague = await colleagueOf(agents, owner);
    const wish = { agentId: agent.id, role: 'VIEWER' };
    const { request } = await call(colleague, REQUEST, wish);
    expect((await call(colleague, REQUEST, wish)).userErrors).toMatchObject([{ code: 'ALREADY_EXISTS' }]);
    await call(owner, ANSWER, { requestId: request.id, accept: false });
    expect((await call(colleague, REQUEST, wish)).request).toMatchObject({ status: 'PENDING' });
    expect(await allowed(colleague, agent.id)).not.toContain('updateAgentDraft');
  });

  test('is refused to the owner, and answered by nobody but owner and maintainers', async () => {
    const owner = testViewer({ roleKey: 'builder' });
    const { agent } = await offer(agents, owner);
    const wish = { agentId: agent.id, role: 'VIEWER' };
    expect((await call(owner, REQUEST, wish)).errors[0].extensions.code).toBe('FORBIDDEN');
    const colleague = await colleagueOf(agents, owner);
    const { request } = await call(colleague, REQUEST, wish);
    const self = await call(colleague, ANSWER, { requestId: request.id, accept: true });
    expect(self.errors[0].extensions.code).toBe('FORBIDDEN');
    const other = await call(await colleagueOf(agents, owner), ANSWER, { requestId: request.id, accept: true });
    expect(other.errors[0].extensions.code).toBe('NOT_FOUND');
    const stranger = await call(testViewer(), ANSWER, { requestId: request.id, accept: true });
    expect(stranger.errors[0].extensions.code).toBe('NOT_FOUND');
  });
});
