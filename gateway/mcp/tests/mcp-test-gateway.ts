import { randomBytes } from 'node:crypto';
import type { Viewer } from '@aether/common/security';
import { type Clock, createLogger, serveService, systemClock, toServiceHeaders } from '@aether/common/service';
import { InMemoryStreams, type Streams } from '@aether/common/streams';
import {
  canonicalJson,
  CATALOG_CHANNEL,
  createIdSource,
  isRecord,
  REVOCATION_CHANNEL,
  type ToolReportInput,
} from '@aether/schema';
import { type OperationHandlers, testOperations, testTokens, testViewer } from '@aether/test-support';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { createMcpGateway, mcpGatewayConfig, type McpGatewayConfig } from '../src/index.ts';

/** A tool server as agents would answer it. */
export interface TestServer {
  readonly slug: string;
  readonly kind?: 'MCP' | 'OPENAPI' | 'HTTP_ENDPOINT' | 'TAS_MCP' | 'TAS_BRIDGE';
  readonly url?: string;
  readonly documentUrl?: string;
  /** What agents holds, of a server that is described by one. */
  readonly document?: unknown;
  readonly command?: string;
  readonly arguments?: readonly string[];
  readonly offerSlug?: string;
  readonly importedServer?: unknown;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly credential?: { readonly id: string };
  readonly credentialPerUser?: boolean;
  readonly enabled?: boolean;
  /** As agents knows it; absent = nothing is known, and the server is asked at each reading of the catalog. */
  readonly status?: 'HEALTHY' | 'DOWN';
  readonly quarantine?: 'MARK' | 'BLOCK' | 'OFF';
}

interface Report {
  readonly toolServerId: string;
  readonly status: string;
  readonly access: string | null;
  readonly lastError: string | null;
  readonly protocolRevision: string | null;
  readonly checkedAt: string;
  readonly tools: readonly ToolReportInput[] | null;
}

/** What the audit log is told of a call. */
export interface RecordedCall {
  readonly userId: string | null;
  readonly toolId: string;
  readonly outcome: string;
  readonly durationMs: number;
  readonly rules: readonly string[];
}

export interface TestGateway extends AsyncDisposable {
  readonly origin: string;
  readonly reports: readonly Report[];
  readonly recorded: readonly RecordedCall[];
  readonly viewer: Viewer;
  /** Connects a server, waits for its tools and approves those that are named (all by default). */
  connect(server: TestServer, approved?: readonly string[]): Promise<void>;
  /** Connects or changes a server, and waits for nothing. */
  put(server: TestServer): void;
  /** Access of these persons has changed, as identity tells it; of nobody in particular = perhaps of anybody. */
  revoked(...userIds: readonly (string | null)[]): void;
  /** Approves what was reported last. */
  approve(...slugs: readonly string[]): Promise<void>;
  /** As a person does with a server that is connected. */
  disable(slug: string): void;
  latestReport(slug: string): Report | undefined;
  headers(viewer?: Viewer | null, caller?: string): Record<string, string>;
  /** An unchanged official client on a real socket. */
  client(path?: string, headers?: Record<string, string>): Promise<Client>;
}

const tokens = testTokens();
const random = (bytes: number): Uint8Array => randomBytes(bytes);
const logger = createLogger('mcp-gateway', { level: 'silent' });

export interface TestGatewayOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly limits?: Partial<McpGatewayConfig['limits']>;
  readonly config?: Partial<McpGatewayConfig>;
  readonly operations?: OperationHandlers;
  readonly clock?: Clock;
}

/** The gateway on a real listener, with an agents that keeps its catalog in memory and the limits of a patient test. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const fromEnvironment = mcpGatewayConfig({ PATH: process.env['PATH'], ...options.environment });
  const config: McpGatewayConfig = {
    ...fromEnvironment,
    ...options.config,
    limits: {
      ...fromEnvironment.limits,
      brokenStreamMs: 200,
      restart: { baseMs: 20, maximumMs: 100 },
      ...options.limits,
    },
  };
  const viewer = testViewer();
  const servers = new Map<string, TestServer>();
  const approvals = new Map<string, string>();
  const reports: Report[] = [];
  const recorded: RecordedCall[] = [];
  const latestReport = (slug: string) => reports.findLast(({ toolServerId }) => toolServerId === `tsv_${slug}`);
  const latestTools = (slug: string) =>
    reports.findLast(({ toolServerId, tools }) => toolServerId === `tsv_${slug}` && tools !== null)?.tools ?? [];
  const operations = testOperations({
    ToolCatalog: (_, { onBehalfOf }) => ({
      catalogForGateway: {
        revision: 1,
        removedIds: [],
        toolServers: onBehalfOf?.tenantId === viewer.tenantId ? [...servers.values()].map(serverRecord) : [],
        tools:
          onBehalfOf?.tenantId === viewer.tenantId
            ? [...servers.keys()].flatMap((slug) =>
                latestTools(slug).map((tool) => toolRecord(slug, tool, approvals.get(`${slug}/${tool.name}`))),
              )
            : [],
      },
    }),
    ToolServerDocument: ({ id }) => ({
      toolServerDocument: [...servers.values()].find(({ slug }) => `tsv_${slug}` === id)?.document ?? null,
    }),
    ReportToolServers: ({ input }) => {
      reports.push(...(input as { servers: Report[] }).servers);
      return { reportToolServers: { revision: 2, userErrors: [] } };
    },
    RecordToolCall: ({ input }, { onBehalfOf }) => {
      recorded.push({ ...(input as Omit<RecordedCall, 'userId'>), userId: onBehalfOf?.userId ?? null });
      return { recordToolCall: { userErrors: [] } };
    },
    ...options.operations,
  });
  const streams: Streams = new InMemoryStreams();
  const service = createMcpGateway(config, {
    operations,
    streams,
    tokens,
    agentFetch: () => Promise.reject(new Error('There are no agents here.')),
    clock: options.clock ?? systemClock,
    ids: createIdSource({ now: () => new Date(), random }),
    random,
    logger,
  });
  await service.start();
  const served = await serveService(service, { host: '127.0.0.1', port: 0, tokens, logger });
  const changed = () => streams.publish(CATALOG_CHANNEL, { tenantId: viewer.tenantId });
  const headers = (who: Viewer | null = viewer, caller = 'graphql-gateway'): Record<string, string> => ({
    ...toServiceHeaders(tokens, {
      service: caller,
      audience: 'mcp-gateway',
      viewer: who,
      requestId: 'req_test',
      traceparent: null,
    }),
  });
  const clients: Client[] = [];
  let disposed = false;
  const gateway: TestGateway = {
    origin: served.origin,
    reports,
    recorded,
    viewer,
    headers,
    latestReport,
    async approve(...slugs) {
      for (const slug of slugs) {
        const [server = '', name = ''] = slug.split('/');
        approvals.set(slug, latestTools(server).find((tool) => tool.name === name)?.definitionHash ?? '');
      }
      changed();
      await visible(gateway, slugs);
    },
    async connect(server, approved) {
      servers.set(server.slug, server);
      const before = reports.length;
      changed();
      await until(() => reports.slice(before).some(({ toolServerId }) => toolServerId === `tsv_${server.slug}`));
      const slugs = approved ?? latestTools(server.slug).map(({ name }) => name);
      await gateway.approve(...slugs.map((name) => `${server.slug}/${name}`));
    },
    put(server) {
      servers.set(server.slug, server);
      changed();
    },
    revoked: (...userIds) => streams.publish(REVOCATION_CHANNEL, { tenantId: viewer.tenantId, userIds }),
    disable(slug) {
      const server = servers.get(slug);
      if (server !== undefined) servers.set(slug, { ...server, enabled: false });
      changed();
    },
    async client(path = '/mcp', more = {}) {
      const client = new Client({ name: 'test', version: '1.0.0' });
      const transport = new StreamableHTTPClientTransport(new URL(path, served.origin), {
        requestInit: { headers: { ...headers(), ...more } },
      });
      await client.connect(transport as Parameters<Client['connect']>[0]);
      clients.push(client);
      return client;
    },
    async [Symbol.asyncDispose]() {
      if (disposed) return;
      disposed = true;
      await Promise.all(clients.map((client) => client.close()));
      await service[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
    },
  };
  return gateway;
}

function serverRecord(server: TestServer): Record<string, unknown> {
  const { slug, kind = 'MCP', url = null, command = null, enabled = true, credential = null } = server;
  return {
    id: `tsv_${slug}`,
    slug,
    name: slug,
    kind,
    documentUrl: server.documentUrl ?? null,
    documentHash: server.document === undefined ? null : canonicalJson(server.document),
    transport: command === null ? 'HTTP' : 'STDIO',
    offerSlug: server.offerSlug ?? null,
    importedServer: server.importedServer ?? null,
    settings: server.settings ?? null,
    url,
    command,
    arguments: server.arguments ?? [],
    enabled,
    quarantine: server.quarantine ?? 'MARK',
    status: server.status ?? 'UNKNOWN',
    credential,
    credentialPerUser: server.credentialPerUser ?? false,
  };
}

function toolRecord(slug: string, tool: ToolReportInput, approvedHash: string | undefined): Record<string, unknown> {
  return {
    ...tool,
    id: `tol_${slug}_${tool.name}`,
    slug: `${slug}/${tool.name}`,
    // What the form of approval proposes.
    effect: isRecord(tool.annotations) ? (tool.annotations['effect'] ?? 'ONCE') : 'ONCE',
    approval: 'ON_WRITE',
    approved: approvedHash === tool.definitionHash,
    server: { id: `tsv_${slug}` },
  };
}

/** Waits until the gateway has read what agents says now. */
async function visible(gateway: TestGateway, slugs: readonly string[]): Promise<void> {
  if (slugs.length === 0) return;
  const client = await gateway.client('/mcp?tools=all');
  await until(async () => {
    const { tools } = await client.listTools();
    const names = tools.map(({ name }) => name);
    return slugs.every((slug) => names.includes(slug.replace('/', '__')));
  });
}

/** Polls without a fixed pause; a fact that never comes true fails the test by its own time limit. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const { promise: tick, resolve } = Promise.withResolvers<void>();
  if (await holds()) return;
  setTimeout(resolve, 10);
  await tick;
  return until(holds);
}
