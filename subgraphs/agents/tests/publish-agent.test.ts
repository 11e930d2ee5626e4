import { createHash } from 'node:crypto';
import { tenantStatement } from '@aether/common/graph';
import { canonicalJson } from '@aether/schema';
import { testId, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type RunningAgents, createAgent, goodSpec, patch, publish, startAgents } from './start-agents.ts';

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

const say = (text: string) => [{ op: 'replace', path: '/spec/instructions', value: text }];

const ROLL_BACK =
  'mutation ($input: RollbackAgentInput!) { rollbackAgent(input: $input) { version { id number } agent { published { number } draft { revision } } userErrors { code } } }';
const RESTORE =
  'mutation ($input: RestoreAgentVersionInput!) { restoreAgentVersion(input: $input) { draft { revision spec } conflict { currentRevision } userErrors { code } } }';
const STATUS =
  'mutation ($input: SetAgentStatusInput!) { setAgentStatus(input: $input) { agent { status } userErrors { code path } } }';
const LEFT = tenantStatement(
  'agents.test-left-after-delete',
  'MATCH (node {tenantId: $tenantId, agentId: $agentId}) RETURN count(node) AS left',
);
const HISTORY =
  'query ($id: ID!, $first: Int!, $after: String) { agent(id: $id) { versions(first: $first, after: $after) { edges { node { number hash } } pageInfo { hasNextPage endCursor } } } }';

describe('publishAgent', () => {
  test('makes an immutable version whose hash is that of its canonical JSON', async () => {
    const viewer = testViewer({ roleKey: 'builder' });
    const { agent } = await createAgent(agents, viewer);
    const {
      version,
      agent: published,
      userErrors,
    } = await publish(agents, viewer, agent.id, 1, { notes: 'First', visibility: 'TENANT' });
    expect(userErrors).toEqual([]);
    expect(version).toMatchObject({ number: 1, notes: 'First', publishedBy: { id: viewer.userId }, spec: goodSpec });
    expect(version.hash).toBe(createHash('sha256').update(canonicalJson(version.spec)).digest('hex'));
    expect(published).toMatchObject({
      status: 'PUBLISHED',
      visibility: 'TENANT',
      published: { id: version.id },
      lastSeq: 1,
    });
    await patch(agents, viewer, agent.id, 1, say('Something else.'));
    const { data } = await agents.run(viewer, 'query ($id: ID!) { agentVersion(id: $id) { spec agent { id } } }', {
      id: version.id,
    });
    expect(data.agentVersion).toEqual({ spec: version.spec, agent: { id: agent.id } });
  });

  test('numbers versions and pages through them, newest first', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    for (let revision = 1; revision <= 3; revision += 1) {
      await publish(agents, viewer, agent.id, revision);
      await patch(agents, viewer, agent.id, revision, say(`Text ${revision}.`));
    }
    const first = (await agents.run(viewer, HISTORY, { id: agent.id, first: 2 })).data.agent.versions;
    expect(first.edges.map((edge: { node: { number: number } }) => edge.node.number)).toEqual([3, 2]);
    const rest = (await agents.run(viewer, HISTORY, { id: agent.id, first: 2, after: first.pageInfo.endCursor })).data
      .agent.versions;
    expect(rest).toMatchObject({ edges: [{ node: { number: 1 } }], pageInfo: { hasNextPage: false } });
  });

  test('makes no second version of a draft that did not change', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    const first = await publish(agents, viewer, agent.id);
    const again = await publish(agents, viewer, agent.id);
    expect(again.version).toEqual(first.version);
    expect(again.agent.lastSeq).toBe(1);
    expect(again.userErrors).toMatchObject([
      { code: 'CONFLICT', message: expect.stringContaining('version 1'), path: ['expectedRevision'] },
    ]);
    // Another visibility is a change.
    const wider = await publish(agents, viewer, agent.id, 1, { visibility: 'TENANT' });
    expect(wider).toMatchObject({ version: first.version, userErrors: [] });
  });

  test('refuses an invalid draft with every problem and its path', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer, {
      spec: {
        ...goodSpec,
        instructions: '{{ inputs.who }}',
        model: { primary: 'vendor/gone' },
        knowledge: { one: { notebook: 'nowhere' } },
      },
    });
    const { version, userErrors } = await publish(agents, viewer, agent.id);
    expect(version).toBeNull();
    expect(userErrors.map(({ code, path }: { code: string; path: string[] }) => [code, path.join('.')])).toEqual([
      ['INVALID_SPEC', 'spec.instructions'],
      ['INVALID_SPEC', 'spec.model.primary'],
      ['INVALID_SPEC', 'spec.knowledge.one.notebook'],
    ]);
    expect((await agents.run(viewer, HISTORY, { id: agent.id, first: 5 })).data.agent.versions.edges).toEqual([]);
  });

  test('answers a stale revision with theirs', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    await patch(agents, viewer, agent.id, 1, say('Newer.'));
    const { version, conflict } = await publish(agents, viewer, agent.id, 1);
    expect(version).toBeNull();
    expect(conflict).toMatchObject({ currentRevision: 2, theirs: { spec: { instructions: 'Newer.' } } });
  });

  test('is not for the role viewer, and for a colleague neither', async () => {
    const owner = testViewer();
    const { agent } = await createAgent(agents, owner);
    await publish(agents, owner, agent.id, 1, { visibility: 'TENANT' });
    const colleague = { ...testViewer({ roleKey: 'builder' }), tenantId: owner.tenantId };
    expect((await publish(agents, colleague, agent.id)).errors[0]).toMatchObject({
      message: 'Only its owner and administrators may do this.',
      extensions: { code: 'FORBIDDEN' },
    });
    const viewer = { ...testViewer({ roleKey: 'viewer' }), tenantId: owner.tenantId };
    expect((await publish(agents, viewer, agent.id)).errors[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
      facts: { permission: 'agent:publish' },
    });
    const admin = { ...testViewer({ roleKey: 'admin' }), tenantId: owner.tenantId };
    expect((await publish(agents, admin, agent.id)).version.number).toBe(1);
  });

  test('shows an agent to a team or department only by the choice of an owner who belongs to one', async () => {
    const alone = testViewer();
    const mine = (await createAgent(agents, alone)).agent;
    expect((await publish(agents, alone, mine.id, 1, { visibility: 'TEAM' })).userErrors).toMatchObject([
      { code: 'VALIDATION_FAILED', path: ['visibility'] },
    ]);
    const owner = testViewer({ teamIds: [testId('tea')], departmentId: testId('dep') });
    const ours = (await createAgent(agents, owner)).agent;
    await publish(agents, owner, ours.id, 1, { visibility: 'TEAM' });
    const see = async (overrides: object) =>
      (
        await agents.run(
          { ...testViewer({ roleKey: 'member' }), tenantId: owner.tenantId, ...overrides },
          '{ agents { edges { node { id draft { revision } } } } }',
        )
      ).data.agents.edges;
    expect(await see({ teamIds: owner.teamIds })).toEqual([{ node: { id: ours.id, draft: null } }]);
    expect(await see({ departmentId: owner.departmentId })).toEqual([]);
  });
});

describe('earlier versions', () => {
  test('rollbackAgent makes one the published one and leaves the draft', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    const first = await publish(agents, viewer, agent.id);
    await patch(agents, viewer, agent.id, 1, say('Worse.'));
    await publish(agents, viewer, agent.id, 2);
    const { data } = await agents.run(viewer, ROLL_BACK, { input: { agentId: agent.id, versionId: first.version.id } });
    expect(data.rollbackAgent).toEqual({
      version: { id: first.version.id, number: 1 },
      agent: { published: { number: 1 }, draft: { revision: 2 } },
      userErrors: [],
    });
    const next = await publish(agents, viewer, agent.id, 2);
    expect(next.version.number).toBe(3);
  });

  test('restoreAgentVersion copies one into the draft', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    const first = await publish(agents, viewer, agent.id);
    await patch(agents, viewer, agent.id, 1, say('Worse.'));
    const stale = await agents.run(viewer, RESTORE, {
      input: { agentId: agent.id, versionId: first.version.id, expectedRevision: 1 },
    });
    expect(stale.data.restoreAgentVersion.conflict).toEqual({ currentRevision: 2 });
    const { data } = await agents.run(viewer, RESTORE, {
      input: { agentId: agent.id, versionId: first.version.id, expectedRevision: 2 },
    });
    expect(data.restoreAgentVersion).toMatchObject({
      draft: { revision: 3, spec: first.version.spec },
      conflict: null,
    });
  });

  test('a version of another agent is unknown', async () => {
    const viewer = testViewer();
    const one = (await createAgent(agents, viewer)).agent;
    const other = (await createAgent(agents, viewer)).agent;
    const { version } = await publish(agents, viewer, other.id);
    const { errors } = await agents.run(viewer, ROLL_BACK, { input: { agentId: one.id, versionId: version.id } });
    expect(errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('discardAgentDraft goes back to the published version', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    const { version } = await publish(agents, viewer, agent.id);
    await patch(agents, viewer, agent.id, 1, say('Never mind.'));
    const { data } = await agents.run(
      viewer,
      'mutation ($input: DiscardAgentDraftInput!) { discardAgentDraft(input: $input) { draft { revision spec } } }',
      {
        input: { agentId: agent.id, expectedRevision: 2 },
      },
    );
    expect(data.discardAgentDraft.draft).toEqual({ revision: 3, spec: version.spec });
  });
});

describe('setAgentStatus', () => {
  test('disables, enables and archives; an archived draft cannot be written', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    const set = async (status: string) =>
      (await agents.run(viewer, STATUS, { input: { agentId: agent.id, status } })).data.setAgentStatus;
    expect((await set('PUBLISHED')).userErrors).toEqual([{ code: 'CONFLICT', path: ['status'] }]);
    await publish(agents, viewer, agent.id);
    for (const status of ['DISABLED', 'PUBLISHED', 'ARCHIVED'])
      expect(await set(status)).toEqual({ agent: { status }, userErrors: [] });
    expect((await set('DISABLED')).userErrors).toEqual([{ code: 'CONFLICT', path: ['status'] }]);
    expect((await patch(agents, viewer, agent.id, 1, say('Late.'))).errors[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('deleteAgent', () => {
  test('removes the agent with its draft, versions and events', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    const { version } = await publish(agents, viewer, agent.id);
    const { data } = await agents.run(
      viewer,
      'mutation ($input: DeleteAgentInput!) { deleteAgent(input: $input) { deletedId userErrors { code } } }',
      { input: { agentId: agent.id } },
    );
    expect(data.deleteAgent).toEqual({ deletedId: agent.id, userErrors: [] });
    const after = await agents.run(
      viewer,
      'query ($id: ID!, $version: ID!) { agent(id: $id) { id } agentVersion(id: $version) { id } }',
      { id: agent.id, version: version.id },
    );
    expect(after.data).toEqual({ agent: null, agentVersion: null });
    expect(
      await agents.parts.database
        .tenant(viewer.tenantId)
        .read(LEFT, { agentId: agent.id }, z.object({ left: z.number() })),
    ).toEqual([{ left: 0 }]);
  });
});
