import { registeredStatements, checkStatement } from '@aether/common/graph';
import { testViewer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningAgents, PATCH, PUBLISH, createAgent, publish, startAgents } from './start-agents.ts';

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

const ENTITIES =
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on Agent { id slug } ... on AgentVersion { id number } ... on Model { slug } ... on AgentTemplate { slug } } }';

test('every statement carries its tenant', () => {
  expect(
    registeredStatements()
      .filter((statement) => statement.name.startsWith('agents.'))
      .flatMap(checkStatement),
  ).toEqual([]);
});

describe('an agent of another tenant is exactly like an unknown one', () => {
  test('to queries, mutations, references and streams', async () => {
    const owner = testViewer();
    const { agent } = await createAgent(agents, owner, { slug: 'shared-name' });
    const { version } = await publish(agents, owner, agent.id, 1, { visibility: 'TENANT' });
    const stranger = testViewer();
    const foreign = { agentId: agent.id, versionId: version.id };
    const unknown = { agentId: 'agt_01JZ0000000000000000000000', versionId: 'ver_01JZ0000000000000000000000' };
    const operations: [string, (ids: typeof foreign) => Record<string, unknown>][] = [
      ['query ($id: ID!) { agent(id: $id) { id } }', (ids) => ({ id: ids.agentId })],
      ['query ($id: ID!) { agentVersion(id: $id) { id } }', (ids) => ({ id: ids.versionId })],
      ['query ($id: ID!) { agentVersionForRun(agentId: $id) { hash } }', (ids) => ({ id: ids.agentId })],
      ['query ($id: ID!) { agentVersionForRun(id: $id) { hash } }', (ids) => ({ id: ids.versionId })],
      [
        ENTITIES,
        (ids) => ({
          representations: [
            { __typename: 'Agent', id: ids.agentId },
            { __typename: 'AgentVersion', id: ids.versionId },
          ],
        }),
      ],
      [
        PATCH,
        (ids) => ({
          input: { agentId: ids.agentId, expectedRevision: 1, operations: [{ op: 'add', path: '/pins/a', value: 1 }] },
        }),
      ],
      [PUBLISH, (ids) => ({ input: { agentId: ids.agentId, expectedRevision: 1 } })],
      [
        'mutation ($input: UpdateAgentInput!) { updateAgent(input: $input) { agent { id } } }',
        (ids) => ({ input: { agentId: ids.agentId, name: 'Mine' } }),
      ],
      [
        'mutation ($input: RollbackAgentInput!) { rollbackAgent(input: $input) { version { id } } }',
        (ids) => ({ input: ids }),
      ],
      [
        'mutation ($input: RestoreAgentVersionInput!) { restoreAgentVersion(input: $input) { draft { revision } } }',
        (ids) => ({ input: { ...ids, expectedRevision: 1 } }),
      ],
      [
        'mutation ($input: DiscardAgentDraftInput!) { discardAgentDraft(input: $input) { draft { revision } } }',
        (ids) => ({ input: { agentId: ids.agentId, expectedRevision: 1 } }),
      ],
      [
        'mutation ($input: SetAgentStatusInput!) { setAgentStatus(input: $input) { agent { id } } }',
        (ids) => ({ input: { agentId: ids.agentId, status: 'ARCHIVED' } }),
      ],
      [
        'mutation ($input: DeleteAgentInput!) { deleteAgent(input: $input) { deletedId } }',
        (ids) => ({ input: { agentId: ids.agentId } }),
      ],
      [
        'mutation ($input: CreateAgentInput!) { createAgent(input: $input) { agent { id } } }',
        (ids) => ({ input: { name: 'Thief', versionId: ids.versionId, idempotencyKey: `steal-${ids.versionId}` } }),
      ],
    ];
    for (const [query, variables] of operations) {
      const masked = (result: unknown, ids: typeof foreign) =>
        JSON.stringify(result)
          .replaceAll(ids.agentId, '<agent>')
          .replaceAll(ids.versionId, '<version>')
          .replaceAll(/req_[0-9a-f-]+/g, '<request>');
      const asForeign = masked(await agents.run(stranger, query, variables(foreign)), foreign);
      expect(asForeign, query).toBe(masked(await agents.run(stranger, query, variables(unknown)), unknown));
    }
    const { data } = await agents.run(owner, 'query ($id: ID!) { agent(id: $id) { name status draft { revision } } }', {
      id: agent.id,
    });
    expect(data.agent).toEqual({ name: 'Support', status: 'PUBLISHED', draft: { revision: 1 } });
  });

  test('so is a private one of a colleague, in lists and references too', async () => {
    const owner = testViewer();
    const { agent } = await createAgent(agents, owner);
    const colleague = { ...testViewer({ roleKey: 'builder' }), tenantId: owner.tenantId };
    const { data } = await agents.run(
      colleague,
      `query ($id: ID!, $representations: [_Any!]!) { agent(id: $id) { id } agents { totalCount edges { node { id } } } _entities(representations: $representations) { __typename } }`,
      {
        id: agent.id,
        representations: [{ __typename: 'Agent', id: agent.id }],
      },
    );
    expect(data).toEqual({ agent: null, agents: { totalCount: 0, edges: [] }, _entities: [null] });
  });
});

test('references resolve agents, versions, models and templates in one go, unknown ones as null', async () => {
  const viewer = testViewer();
  const { agent } = await createAgent(agents, viewer);
  const { version } = await publish(agents, viewer, agent.id);
  const { data: catalog } = await agents.run(viewer, '{ model(slug: "builtin/extract") { id } agentTemplates { id } }');
  const { data, errors } = await agents.run(viewer, ENTITIES, {
    representations: [
      { __typename: 'Agent', id: agent.id },
      { __typename: 'Agent', id: 'agt_unknown' },
      { __typename: 'AgentVersion', id: version.id },
      { __typename: 'Model', id: catalog.model.id },
      { __typename: 'AgentTemplate', id: catalog.agentTemplates[0].id },
    ],
  });
  expect(errors).toEqual([]);
  expect(data._entities).toEqual([
    { __typename: 'Agent', id: agent.id, slug: agent.slug },
    null,
    { __typename: 'AgentVersion', id: version.id, number: 1 },
    { __typename: 'Model', slug: 'builtin/extract' },
    { __typename: 'AgentTemplate', slug: 'questions-and-answers' },
  ]);
});

test('nobody signed in sees nothing', async () => {
  const { errors } = await agents.run(null, '{ agents { totalCount } }');
  expect(errors[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
});
