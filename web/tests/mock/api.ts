import { readFileSync, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, execute, parse, subscribe } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { agents } from './agents.ts';
import { artifactBytes, artifacts } from './artifacts.ts';
import { conversations } from './conversations.ts';
import { execution } from './execution.ts';
import { executions } from './executions.ts';
import { apiKeys, authorizationRequest, connectedApps, viewer, mara } from './identity.ts';
import { notebooks, searchResult } from './knowledge.ts';
import { executionEvents, perform, wait } from './live.ts';
import { budgets } from './budgets.ts';
import { usage } from './usage.ts';
import { modelKeys, models, providerPresets, providers } from './models.ts';
import { experts, recommendedAgents, successPatterns } from './insights.ts';
import { executionDiff, retryPlan } from './retry.ts';
import { edges } from './shared.ts';
import { templates } from './templates.ts';
import { approvedTools, ownCredentials, registryServers, tasServers, toolServerOffers, toolServers } from './tools.ts';

/**
 * A stand-in for the gateway, for looking at screens: `node web/tests/mock/api.ts [port]` serves `web/dist` and the API of
 * `schema/api.graphql` from canned objects. A started run answers token by token. No test depends on it.
 */

const root = fileURLToPath(new URL('../../..', import.meta.url));
const port = Number(process.argv[2] ?? 8099);
const schema = buildSchema(readFileSync(join(root, 'schema/api.graphql'), 'utf8'));
const manifest: Record<string, string> = JSON.parse(readFileSync(join(root, 'schema/trusted-documents.json'), 'utf8'));

type Arguments = { id?: string; input?: Record<string, unknown>; stepId?: string; filter?: Record<string, unknown> };
const byId = (all: readonly Record<string, unknown>[], id: string | undefined) =>
  all.find((one) => one['id'] === id) ?? null;
async function* never(): AsyncGenerator<object> {
  await new Promise(() => undefined);
  yield {};
}

const rootValue = {
  viewer: () => (process.env['MOCK_SIGNED_OUT'] ? null : viewer),
  agents: ({ filter }: Arguments) =>
    edges(
      agents.filter(
        (agent) =>
          (!filter?.['status'] || agent['status'] === filter['status']) &&
          String(agent['name'])
            .toLowerCase()
            .includes(String(filter?.['search'] ?? '').toLowerCase()),
      ),
    ),
  agent: ({ id }: Arguments) => {
    const found = byId(agents, id);
    return found === null ? null : { ...found, similarAgents: () => recommendedAgents().slice(0, 1) };
  },
  agentTemplates: () => templates,
  models: () => edges(models),
  modelProviders: () => providers,
  modelKeys: () => modelKeys,
  ownCredentials: () => ownCredentials,
  credentials: () => edges([{ id: 'crd_1', name: 'crm' }]),
  budgets: () => edges(budgets),
  usage: () => edges(usage),
  departments: () => edges([mara.department]),
  teams: () => edges([]),
  users: () => edges([mara]),
  checkAgentHealth: () => ({
    health: {
      status: 'DEGRADED',
      checkedAt: new Date().toISOString(),
      detail: 'It answered with status 429: it is asked too often.',
    },
    userErrors: [],
  }),
  setBudget: () => ({ budget: budgets[0], userErrors: [] }),
  modelProviderPresets: () => providerPresets,
  toolServers: () => edges(toolServers),
  toolServer: ({ id }: Arguments) => byId(toolServers, id),
  toolServerOffers: () => edges(toolServerOffers),
  registryServers: () => edges(registryServers),
  tasServers: () => edges(tasServers),
  importToolServers: () => ({
    servers: registryServers.map((each) => ({ ...each, imported: each.importable })),
    userErrors: [],
  }),
  authorizeCredential: () => ({
    credential: null,
    authorizationUrl: null,
    userErrors: [
      {
        path: ['clientId'],
        code: 'AUTHORIZATION_UNSUPPORTED',
        message: 'Nobody can sign in to this server: https://login.example.com registers no clients by itself.',
        hint: 'Register this installation there and give the client id that you get.',
      },
    ],
  }),
  tools: () => edges(approvedTools),
  tryTool: () => ({
    result: { content: [{ type: 'text', text: '{"accounts":[{"name":"Northwind","industry":"Retail"}]}' }] },
    isError: false,
    durationMs: 84,
    userErrors: [],
  }),
  executions: ({ filter }: Arguments) =>
    edges(
      executions.filter((run) => !Array.isArray(filter?.['statuses']) || filter['statuses'].includes(run['status'])),
    ),
  pendingApprovals: () =>
    edges(
      executions.flatMap((run) => {
        const asked = run['approvals'];
        return Array.isArray(asked) ? asked.map((approval: object) => ({ ...approval, execution: run })) : [];
      }),
    ),
  execution: ({ id }: Arguments) => {
    const found = byId(executions, id);
    return found === executions[0] && found !== undefined ? { ...found, artifacts } : found;
  },
  step: ({ stepId }: Arguments) =>
    executions.flatMap((run) => stepsOf(run)).find((one) => one['id'] === stepId) ?? null,
  artifact: ({ id }: Arguments) => byId(artifacts, id),
  conversations: () => edges(conversations),
  conversation: ({ id }: Arguments) => byId(conversations, id),
  notebooks: () => edges(notebooks),
  notebook: ({ id }: Arguments) => byId(notebooks, id),
  recommendedAgents,
  successPatterns: () => successPatterns,
  experts,
  searchKnowledge: () => searchResult,
  apiKeys: () => edges(apiKeys),
  connectedApps: () => edges(connectedApps),
  authorizationRequest,
  answerAuthorizationRequest: () => ({ returnUrl: '/', userErrors: [] }),
  revokeConnectedApp: () => ({ deletedId: 'app_1', userErrors: [] }),
  createAgent: () => ({ agent: agents[3], userErrors: [] }),
  updateAgentDraft: ({ input }: Arguments) => {
    const agent = byId(agents, String(input?.['agentId']));
    const draft = agent?.['draft'];
    if (typeof draft === 'object' && draft !== null && 'revision' in draft)
      Object.assign(draft, { revision: Number(draft.revision) + 1 });
    return { draft, conflict: null, userErrors: [] };
  },
  createApiKey: () => ({ apiKey: apiKeys[0], secret: 'aek_9fK2x7QmT0v3yR5w8Zb1Nc4Hd6', userErrors: [] }),
  startConversation: () => ({ conversation: conversations[1], userErrors: [] }),
  runAgent: () => {
    const run = execution({
      id: `exe_live${executions.length}`,
      status: 'RUNNING',
      minutes: 0,
      ms: 0,
      agent: agents[0],
      steps: () => [],
      cost: 0,
      tokens: 0,
    });
    executions.unshift(run);
    void perform(run);
    return { execution: run, userErrors: [] };
  },
  cancelExecution: () => ({ execution: executions[0], userErrors: [] }),
  retryPlan,
  executionDiff,
  retryExecution: () => ({ execution: executions[1], userErrors: [] }),
  executionEvents,
  executionsChanged: never,
  documentsChanged: never,
  agentEvents: never,
};

function stepsOf(run: Record<string, unknown>): Record<string, unknown>[] {
  const chain: { steps?: { edges: { node: Record<string, unknown> }[] } } = run['chain'] ?? {};
  return chain.steps?.edges.map(({ node }) => node) ?? [];
}

interface Body {
  query?: string;
  variables?: Record<string, unknown>;
  extensions?: { persistedQuery?: { sha256Hash?: string } };
}
function documentOf(body: Body): string {
  return manifest[body.extensions?.persistedQuery?.sha256Hash ?? ''] ?? body.query ?? '';
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (path === '/graphql') {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body: Body = JSON.parse(Buffer.concat(chunks).toString());
    await wait(Number(process.env['MOCK_DELAY'] ?? 0));
    const text = documentOf(body);
    if (process.env['MOCK_FAIL'] && !text.includes('query Viewer')) {
      response.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          data: null,
          errors: [
            {
              message: 'The service did not answer in 2 s.',
              extensions: { code: 'UNAVAILABLE', requestId: 'req_8f21c0', retryable: true },
            },
          ],
        }),
      );
      return;
    }
    const result = await execute({ schema, document: parse(text), rootValue, variableValues: body.variables ?? {} });
    for (const error of result.errors ?? []) console.error(error.message, error.path?.join('.'));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
    return;
  }
  const kept = artifactBytes.get(path);
  if (kept !== undefined) return void response.writeHead(200, { 'content-type': kept.type }).end(kept.body);
  if (path.startsWith('/auth/')) return void response.writeHead(200).end('{}');
  const file = join(root, 'web/dist', path);
  const found = extname(path) !== '' && existsSync(file);
  const types: Record<string, string> = {
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.woff2': 'font/woff2',
    '.svg': 'image/svg+xml',
    '.map': 'application/json',
  };
  response.setHeader(
    'content-type',
    found ? (types[extname(path)] ?? 'application/octet-stream') : 'text/html; charset=utf-8',
  );
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; base-uri 'none'",
  );
  response.end(readFileSync(found ? file : join(root, 'web/dist/index.html')));
}

const server = createServer((request, response) => void answer(request, response));
useServer(
  {
    onSubscribe: async (_context, _id, payload) => ({
      schema,
      document: parse(documentOf(payload as Body)),
      rootValue,
      variableValues: payload.variables ?? {},
    }),
    subscribe,
  },
  new WebSocketServer({ server, path: '/graphql' }),
);
server.listen(port, () => console.log(`mock on http://localhost:${port}`));
