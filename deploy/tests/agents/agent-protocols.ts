import type { Viewer } from '@aether/common/security';
import { serveService, toServiceHeaders, type ServiceParts } from '@aether/common/service';
import { createExecutionsService, executionsConfig } from '@aether/executions';
import { createLlmGateway, llmGatewayConfig } from '@aether/llm-gateway';
import { createMcpGateway, mcpGatewayConfig } from '@aether/mcp-gateway';
import { agentSpecSchema, callerLeftChannel, PERMISSIONS } from '@aether/schema';
import { createTestParts, executeAs, type OperationHandlers } from '@aether/test-support';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { OpenAI } from 'openai';
import { inProcessFetch } from '../../local/in-process-fetch.ts';

type Overrides = NonNullable<Parameters<typeof createExecutionsService>[2]>;
export type ExecuteAgent = NonNullable<Overrides['executeAgent']>;

export interface AgentProtocols extends AsyncDisposable {
  /** An unchanged OpenAI client. */
  openai(viewer: Viewer): OpenAI;
  /** An official MCP client, connected. */
  mcp(viewer: Viewer): Promise<Client & AsyncDisposable>;
  execution(viewer: Viewer, id: string): Promise<Record<string, unknown>>;
  executions(viewer: Viewer): Promise<readonly { readonly id: string; readonly status: string }[]>;
  /** Tells what the edge tells when a client of it closes its connection. */
  callerLeft(): void;
  /** A streamed chat that reaches the LLM gateway without a socket. */
  chatInside(viewer: Viewer, body: object, idempotencyKey: string): Promise<Response>;
  /** The gateways stop listening, and close the connections of their callers. */
  stopListening(): Promise<void>;
}

/** Of every request here; the edge gives each its own. */
const REQUEST_ID = 'req_1';

const FIELDS = 'id status origin budget spent output error { code }';

/** What agents answers: one published Q&A agent, "helper", that everybody may run who may run agents. */
function operations(): OperationHandlers {
  const spec = agentSpecSchema.parse({
    specVersion: 1,
    kind: 'CONVERSATIONAL',
    instructions: 'Answer.',
    inputs: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
    limits: { recursionDepth: 8 },
  });
  const actions = [{ name: 'runAgent', allowed: true, reason: null }];
  const agent = { agentId: 'agt_1', slug: 'helper', status: 'PUBLISHED', versionId: 'ver_1', draftRevision: null };
  const node = { slug: 'helper', name: 'Help desk', description: 'Helps.', inputSchema: spec.inputs };
  return {
    AgentVersionForRun: ({ slug }) => ({
      agentVersionForRun:
        slug === 'helper'
          ? { ...agent, spec, hash: 'hash', notebooks: [], models: [], tools: [], viewerActions: actions }
          : null,
    }),
    PrincipalOfUser: ({ userId, scopes }, { onBehalfOf }) => ({
      principalOfUser: {
        tenantId: onBehalfOf?.tenantId,
        userId,
        roleKey: 'owner',
        departmentId: null,
        teamIds: [],
        permissions: Object.keys(PERMISSIONS),
        scopes,
      },
    }),
    PublishedAgents: () => ({
      agents: {
        pageInfo: { hasNextPage: false, endCursor: null },
        edges: [{ node: { ...node, createdAt: '2026-11-22T10:00:00.000Z', viewerActions: actions } }],
      },
    }),
    CatalogForGateway: () => ({ catalogForGateway: { revision: 1, removedIds: [], providers: [] } }),
    ToolCatalog: () => ({ catalogForGateway: { revision: 1, removedIds: [], toolServers: [], tools: [] } }),
  };
}

/** Executions behind both gateways, in one process as `npm start` has them; the gateways listen. */
export async function startAgentProtocols(executeAgent: ExecuteAgent): Promise<AgentProtocols> {
  await using stack = new AsyncDisposableStack();
  const parts = stack.use(await createTestParts({ operations: operations() }));
  const { tokens, logger } = parts;
  const agentFetch = inProcessFetch({ service: () => executions, tokens, logger });
  const modelFetch = inProcessFetch({ service: () => llm, tokens, logger });
  const own: ServiceParts = { ...parts, agentFetch, modelFetch };
  const config = { ...executionsConfig({}), queues: [`queue-${crypto.randomUUID()}`], reconcileMs: 300 };
  const executions = stack.use(await createExecutionsService(config, own, { executeAgent }));
  const llm = stack.use(await createLlmGateway(llmGatewayConfig({}), own));
  const mcp = stack.use(createMcpGateway(mcpGatewayConfig({}), own));
  for (const service of [executions, llm, mcp]) await service.start();
  const listen = { host: '127.0.0.1', port: 0, tokens, logger };
  const listening = stack.use(new AsyncDisposableStack());
  const models = listening.use(await serveService(llm, listen));
  const tools = listening.use(await serveService(mcp, listen));
  const headersOf = (viewer: Viewer, audience: string): Record<string, string> => ({
    ...toServiceHeaders(tokens, {
      service: 'graphql-gateway',
      audience,
      viewer,
      requestId: REQUEST_ID,
      traceparent: null,
    }),
  });
  const owned = stack.move();
  return {
    openai: (viewer) =>
      new OpenAI({
        baseURL: `${models.origin}/v1`,
        apiKey: 'unused',
        defaultHeaders: headersOf(viewer, 'llm-gateway'),
      }),
    async mcp(viewer) {
      const client = new Client({ name: 'official', version: '1' });
      const headers = headersOf(viewer, 'mcp-gateway');
      await client.connect(
        new StreamableHTTPClientTransport(new URL(`${tools.origin}/mcp`), { requestInit: { headers } }),
      );
      return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
    },
    async execution(viewer, id) {
      const query = `query ($id: ID!) { execution(id: $id) { ${FIELDS} } }`;
      const { data } = await executeAs<{ execution: Record<string, unknown> }>(executions, viewer, query, { id });
      return data.execution;
    },
    async executions(viewer) {
      const query = '{ executions { edges { node { id status } } } }';
      const { data } = await executeAs<{
        executions: { edges: readonly { node: { id: string; status: string } }[] };
      }>(executions, viewer, query);
      return data.executions.edges.map(({ node }) => node);
    },
    callerLeft: () => parts.streams.publish(callerLeftChannel(REQUEST_ID), null),
    chatInside: (viewer, body, key) =>
      modelFetch('http://llm-gateway/v1/chat/completions', {
        method: 'POST',
        headers: { ...headersOf(viewer, 'llm-gateway'), 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ ...body, stream: true }),
      }),
    stopListening: () => listening.disposeAsync(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
