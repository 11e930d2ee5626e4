import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AgentSpecInput } from '@aether/schema';
import { executeAs, type OperationHandlers, testViewer } from '@aether/test-support';
import type { Service } from '@aether/common/service';
import type { Viewer } from '@aether/common/security';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExecutions } from './create-executions.ts';
import { AGENT_ID, agentOperations, agentSpec, runnableAgent } from './run-agent-spec.ts';

const CHECK = `mutation ($input: CheckAgentHealthInput!) { checkAgentHealth(input: $input) {
  agent { id health { status detail } } health { status detail checkedAt } userErrors { code } } }`;

interface Answer {
  readonly checkAgentHealth: {
    readonly agent: { readonly health: { readonly status: string } | null };
    readonly health: { readonly status: string; readonly detail: string | null } | null;
    readonly userErrors: readonly { readonly code: string }[];
  };
}

let origin = '';
let asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  const answers: Readonly<Record<string, [number, string]>> = {
    '/well': [200, 'ok'],
    '/busy': [429, ''],
    '/broken': [500, 'a stack trace'],
    '/locked': [401, ''],
    '/v1/models': [200, '{"data":[{"id":"helper"}]}'],
    '/none/models': [404, ''],
    '/graphql': [200, '{"data":{"__typename":"Query"}}'],
    '/html': [200, '<html>'],
    '/': [404, ''],
  };
  const [status, text] = answers[request.url ?? ''] ?? [404, ''];
  response.writeHead(status).end(text);
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

type EndpointInput = NonNullable<AgentSpecInput['endpoint']>;

const withEndpoint = (endpoint: EndpointInput) => agentSpec({ type: 'EXTERNAL_API', endpoint });

const create = (operations: OperationHandlers) =>
  createExecutions({ operations, config: { allowedOrigins: [origin] } });

async function check(service: Service, viewer: Viewer, input: Readonly<Record<string, unknown>> = {}) {
  const { data, errors } = await executeAs<Answer>(service, viewer, CHECK, {
    input: { agentId: AGENT_ID, ...input },
  });
  return { ...data?.checkAgentHealth, errors };
}

test.for<[string, (at: string) => EndpointInput, string, RegExp]>([
  [
    'its health address',
    (at) => ({ protocol: 'rest', url: `${at}/x`, health: { url: `${at}/well` } }),
    'HEALTHY',
    /^$/,
  ],
  ['a busy one', (at) => ({ protocol: 'rest', url: `${at}/x`, health: { url: `${at}/busy` } }), 'DEGRADED', /429/],
  ['a broken one', (at) => ({ protocol: 'rest', url: `${at}/x`, health: { url: `${at}/broken` } }), 'DOWN', /500/],
  [
    'one that refuses',
    (at) => ({ protocol: 'rest', url: `${at}/x`, health: { url: `${at}/locked` } }),
    'DOWN',
    /credential/,
  ],
  ['a host without a health address', (at) => ({ protocol: 'rest', url: `${at}/x/{a}` }), 'UNKNOWN', /can be reached/],
  ['models', (at) => ({ protocol: 'openai', url: `${at}/v1`, model: 'helper' }), 'HEALTHY', /^$/],
  [
    'a model that is not there',
    (at) => ({ protocol: 'openai', url: `${at}/v1`, model: 'x' }),
    'DEGRADED',
    /no model "x"/,
  ],
  [
    'no list of models',
    (at) => ({ protocol: 'openai', url: `${at}/none`, model: 'x' }),
    'UNKNOWN',
    /no list of models/,
  ],
  ['GraphQL', (at) => ({ protocol: 'graphql', url: `${at}/graphql`, document: '{ a }' }), 'HEALTHY', /^$/],
  ['a page', (at) => ({ protocol: 'graphql', url: `${at}/html`, document: '{ a }' }), 'DOWN', /answered HTML/],
  ['no agent card', (at) => ({ protocol: 'a2a', url: `${at}/agent` }), 'DOWN', /Agent Card/],
  ['a port that nobody opened', () => ({ protocol: 'rest', url: 'https://127.0.0.1:1/x' }), 'DOWN', /not allowed/],
])('an endpoint is as its own answer says: %s', async ([, endpoint, status, detail]) => {
  await using executions = await create(agentOperations({ spec: withEndpoint(endpoint(origin)) }));
  const viewer = testViewer();
  const { health, agent } = await check(executions.service, viewer);
  expect(health?.status).toBe(status);
  expect(health?.detail ?? '').toMatch(detail);
  expect(agent?.health?.status).toBe(status);
});

test('a look writes nothing: no operation of the agent is sent', async () => {
  asked = [];
  const endpoint = { protocol: 'rest', method: 'DELETE', url: `${origin}/everything` } as const;
  await using executions = await create(agentOperations({ spec: withEndpoint(endpoint) }));
  await check(executions.service, testViewer());
  expect(asked).toEqual(['HEAD /']);
});

test('a built-in agent is as well as its models: one that is down leaves its fallback', async () => {
  const spec = agentSpec({ model: { primary: 'openai/large', fallbacks: ['builtin/extract'] } });
  const model = (slug: string, status: string) => ({ id: `mdl_${slug}`, slug, status, enabled: true });
  const answer = (status: string) => ({
    AgentVersionForRun: () => ({
      agentVersionForRun: {
        ...runnableAgent({ spec }),
        models: [model('openai/large', 'DOWN'), model('builtin/extract', status)],
      },
    }),
  });
  const viewer = testViewer();
  await using one = await create(answer('HEALTHY'));
  expect((await check(one.service, viewer)).health).toMatchObject({
    status: 'DEGRADED',
    detail: 'openai/large cannot be reached.',
  });
  await using none = await create(answer('DOWN'));
  expect((await check(none.service, viewer)).health).toMatchObject({ status: 'DOWN' });
});

test('what is found is kept per tenant, and a look at a draft is not', async () => {
  const spec = withEndpoint({ protocol: 'openai', url: `${origin}/v1`, model: 'helper' });
  const operations = agentOperations({ spec });
  await using executions = await create({
    ...operations,
    AgentVersionForRun: ({ draftRevision, agentId }) => ({
      agentVersionForRun:
        agentId === AGENT_ID ? { ...runnableAgent({ spec }), draftRevision: draftRevision ?? null } : null,
    }),
  });
  const viewer = testViewer();
  const draft = await check(executions.service, viewer, { draftRevision: 3 });
  expect([draft.health?.status, draft.agent?.health]).toEqual(['HEALTHY', null]);
  expect((await check(executions.service, viewer)).agent?.health?.status).toBe('HEALTHY');
  const read =
    'query ($id: ID!) { _entities(representations: [{ __typename: "Agent", id: $id }]) { ... on Agent { health { status } } } }';
  const entity = async (who: Viewer) =>
    (await executeAs<{ _entities: unknown[] }>(executions.service, who, read, { id: AGENT_ID })).data._entities;
  expect(await entity(viewer)).toEqual([{ health: { status: 'HEALTHY' } }]);
  expect(await entity(testViewer())).toEqual([{ health: null }]);
});

test('an agent that is not published says so, and an unknown one is unknown', async () => {
  const viewer = testViewer();
  await using executions = await create(agentOperations({ status: 'DRAFT', isAllowed: false }));
  expect(await check(executions.service, viewer)).toMatchObject({
    health: null,
    userErrors: [{ code: expect.any(String) }],
  });
  const unknown = await check(executions.service, viewer, { agentId: 'agt_01JD0000000000000000000099' });
  expect(unknown.errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
});
