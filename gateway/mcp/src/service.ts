import { allowsToolServer, CATALOG_CHANNEL, REVOCATION_CHANNEL } from '@aether/schema';
import { LocalKeyEncryptionKey, SafeFetch } from '@aether/common/security';
import { type Service, type ServiceParts, followTenants } from '@aether/common/service';
import { AgentTools } from './agents/agent-tools.ts';
import { catalogRounds } from './catalog/catalog-rounds.ts';
import { TenantCatalogs } from './catalog/tenant-catalogs.ts';
import type { McpGatewayConfig } from './config.ts';
import { CallRecords } from './call-records.ts';
import { ClientAnswers } from './client-answers.ts';
import { Credentials } from './credentials.ts';
import { ToolServerNotFoundError } from './errors.ts';
import { GatewayEvents } from './events.ts';
import { ArgumentCheck } from './federation/argument-check.ts';
import { federatedServer } from './federation/federated-server.ts';
import { Federation } from './federation/federation.ts';
import { InputRelay } from './federation/input-relay.ts';
import { LogLevels } from './federation/log-levels.ts';
import { OfferFederation } from './federation/offer-federation.ts';
import { RequestAnswers } from './federation/request-answers.ts';
import { RequestStates } from './federation/request-state.ts';
import type { Gateway } from './gateway.ts';
import type { PendingRequest } from './pending-request.ts';
import { getRegistryRoutes } from './routes/get-registry.ts';
import { checkToolServerRoute } from './routes/check-tool-server.ts';
import { getMcpRoute } from './routes/get-mcp.ts';
import { getTasServersRoute } from './routes/get-tas-servers.ts';
import { postMcpRoute } from './routes/post-mcp.ts';
import { ServerRegistry } from './registry/server-registry.ts';
import { RunningCalls } from './running-calls.ts';
import { ToolSearch } from './search/tool-search.ts';
import { registeredServers } from './tas/registered-servers.ts';
import { TenantHandlers } from './tenant-handlers.ts';
import { Upstreams } from './upstream/upstreams.ts';

export type McpGatewayParts = Pick<
  ServiceParts,
  'operations' | 'streams' | 'tokens' | 'agentFetch' | 'clock' | 'ids' | 'random' | 'logger'
>;

/** Whoever asks for a check again within this time is told what the last one found. */
const CHECKED_MS = 2_000;
const DAY_MS = 24 * 60 * 60_000;

/** Builds the gateway: the tool servers of tenants, federated at `/mcp`, each alone at `/mcp/s/<server>`. */
export function createMcpGateway(config: McpGatewayConfig, parts: McpGatewayParts): Service {
  const { clock, logger, operations, random, streams } = parts;
  const { limits } = config;
  const chance = (): number => (random(1)[0] ?? 0) / 256;
  const stop = new AbortController();
  let following: Promise<unknown> = Promise.resolve();
  const events = new GatewayEvents(logger);
  const { allowedOrigins } = config;
  const callFetch = new SafeFetch({
    allowedOrigins,
    maximumBytes: limits.messageBytes,
    // The limits of a call are stricter; this one ends what they have forgotten.
    idleTimeoutMs: limits.totalMs + 1_000,
    totalTimeoutMs: limits.totalMs + 1_000,
  });
  const streamFetch = new SafeFetch({
    allowedOrigins,
    maximumBytes: Number.MAX_SAFE_INTEGER,
    idleTimeoutMs: DAY_MS,
    totalTimeoutMs: DAY_MS,
  });
  const upstreams = new Upstreams({
    operations,
    clock,
    events,
    limits,
    programs: config.programs,
    offers: config.offers,
    environment: config.programEnvironment,
    chance,
    credentials: new Credentials({
      ...parts,
      keyEncryptionKey:
        config.vaultKey === null ? null : new LocalKeyEncryptionKey({ secret: config.vaultKey, random }),
    }),
    policy: { allowedOrigins },
    callFetch: callFetch.fetch,
    callSend: callFetch.send,
    streamFetch: streamFetch.fetch,
    onOffersChanged: (tenantId, slug) => handlers.offersChanged(tenantId, slug),
  });
  const catalogs = new TenantCatalogs({
    operations,
    clock,
    events,
    onRead(tenantId, catalog, listChanged) {
      upstreams.follow(tenantId, catalog);
      if (listChanged) handlers.toolsChanged(tenantId);
    },
  });
  const states = new RequestStates({ secret: config.vaultKey ?? random(32), clock, random });
  const inputRelay = new InputRelay(states);
  const records = new CallRecords({ operations, events, clock });
  const tools = new Federation({
    catalogs,
    upstreams,
    inputRelay,
    agents: new AgentTools(parts),
    argumentCheck: new ArgumentCheck(),
    events,
    records,
    clock,
    random,
  });
  const offers = new OfferFederation({ catalogs, upstreams, inputRelay, events, random });
  const federations = { tools, offers, search: new ToolSearch() };
  const pending = new WeakMap<Request, PendingRequest>();
  const handlers = new TenantHandlers({
    bodyLimit: config.bodyLimit,
    onError: (error) => events.unexpectedError(error),
    serverOf({ requestInfo }) {
      const found = requestInfo === undefined ? undefined : pending.get(requestInfo);
      if (found === undefined)
        throw new Error('The SDK asks for a server for a request that no route has handed to it.');
      return federatedServer(federations, found);
    },
  });
  const gateway: Gateway = {
    handlers,
    answersTo: (request) => new RequestAnswers(federations, request),
    pending,
    runningCalls: new RunningCalls(),
    clientAnswers: new ClientAnswers(streams),
    logLevels: new LogLevels(),
    registry: new ServerRegistry({ catalogs, publicUrl: config.publicUrl }),
    registeredServersAt: (address, signal) =>
      registeredServers({ limits, policy: { allowedOrigins }, callFetch: callFetch.fetch }, address, signal),
    async checkServer(viewer, slug) {
      const server = (await catalogs.refresh(viewer.tenantId)).server(slug);
      if (server === null || !allowsToolServer(viewer.apiKey?.tools ?? [], slug))
        throw new ToolServerNotFoundError(slug);
      return (await upstreams.of(viewer, server).check({ ageMs: CHECKED_MS })).size;
    },
    clientOrigins: config.clientOrigins,
    bodyLimit: config.bodyLimit,
    unexpectedError: (error) => events.unexpectedError(error),
    newId: () => Buffer.from(random(16)).toString('hex'),
  };
  return {
    name: 'mcp-gateway',
    subgraph: null,
    routes: [
      postMcpRoute(gateway, '/mcp'),
      getMcpRoute(gateway, '/mcp'),
      postMcpRoute(gateway, '/mcp/s/:server'),
      getMcpRoute(gateway, '/mcp/s/:server'),
      ...getRegistryRoutes(gateway, parts.logger),
      getTasServersRoute(gateway),
      checkToolServerRoute(gateway),
    ],
    async start() {
      const follow = { streams, signal: stop.signal, logger };
      following = Promise.all([
        followTenants({
          ...follow,
          channel: CATALOG_CHANNEL,
          onChanged: async (tenantId) => {
            await catalogs.refresh(tenantId);
          },
          failure: 'a changed catalog could not be read, the next call reads it',
        }),
        followTenants({
          ...follow,
          channel: REVOCATION_CHANNEL,
          onChanged: async (tenantId, userIds) => upstreams.accountsChanged(tenantId, userIds),
          failure: 'own accounts could not be checked, the next request finds out',
        }),
        catalogRounds({ catalogs, chance, signal: stop.signal, roundMs: config.checkRoundMs }),
      ]);
    },
    // A tool server that is down is a fact of its tenant, not a lack of readiness.
    readiness: async () => [
      { name: 'tool programs', ready: true, detail: `${config.programs.length} allowed over stdio` },
    ],
    async [Symbol.asyncDispose]() {
      stop.abort();
      await following;
      await handlers[Symbol.asyncDispose]();
      await upstreams[Symbol.asyncDispose]();
      await records[Symbol.asyncDispose]();
      await Promise.all([callFetch[Symbol.asyncDispose](), streamFetch[Symbol.asyncDispose]()]);
    },
  };
}
