import { Outbox, applyMigrations } from '@aether/common/graph';
import { SafeFetch } from '@aether/common/security';
import { type Service, type ServiceParts, SubgraphExecutor } from '@aether/common/service';
import type { AgentsConfig } from './config.ts';
import type { AgentsContext, AgentsParts } from './context.ts';
import { AgentChanges } from './db/agent-changes.ts';
import { AgentEventLog } from './db/agent-event-log.ts';
import { AgentReader } from './db/agent-reader.ts';
import { AgentUses } from './db/agent-uses.ts';
import { BuiltInCatalog } from './db/built-in-catalog.ts';
import { CalledAgents } from './db/called-agents.ts';
import { CatalogChanges } from './db/catalog-changes.ts';
import { CatalogReader } from './db/catalog-reader.ts';
import { CollaborationRequests } from './db/collaboration-requests.ts';
import { ImportedServerStore } from './db/imported-server-store.ts';
import { ListingChanges } from './db/listing-changes.ts';
import { ListingReader } from './db/listing-reader.ts';
import { ListingSearchStore } from './db/listing-search-store.ts';
import { agentsMigrations } from './db/migrations.ts';
import { PublishedReader } from './db/published-reader.ts';
import { ToolReader } from './db/tool-reader.ts';
import { DepartmentNames } from './market/department-names.ts';
import { EmbeddingClient } from './embedding-client.ts';
import { ListingSearch } from './market/listing-search.ts';
import { RUNS_FOR_RATING } from './market/listing.ts';
import { JobTitles } from './market/job-titles.ts';
import { MonthlyCosts } from './market/monthly-costs.ts';
import { NotebookDirectory } from './notebook-directory.ts';
import { ProviderHealth } from './models/provider-health.ts';
import { RegistryClient } from './tools/registry-client.ts';
import { SampleExecutions } from './market/sample-executions.ts';
import { createAgentsSchema } from './schema.ts';
import { SpecValidator } from './validation/spec-validator.ts';
import { ServerChecks } from './tools/server-checks.ts';
import { TasServers } from './tools/tas-servers.ts';
import { ToolCalls } from './tools/tool-calls.ts';
import { countOwnRuns } from './workers/count-own-runs.ts';
import { followNewTenants } from './workers/follow-new-tenants.ts';
import { followCredentials } from './workers/follow-credentials.ts';
import { indexListings } from './workers/index-listings.ts';

/** Agents, their drafts and versions, and the catalogs of models and tools. */
export async function createAgentsService(config: AgentsConfig, parts: ServiceParts): Promise<Service> {
  const { database, streams, clock, ids, logger } = parts;
  const outbox = new Outbox({ lane: `agents/${parts.instance}`, database, streams, clock });
  const builtIn = new BuiltInCatalog({
    database,
    streams,
    clock,
    ids,
    platformProviders: config.platformProviders,
  });
  const catalog = new CatalogReader({ database, clock, builtIn });
  const tools = new ToolReader(database);
  const notebooks = new NotebookDirectory(parts.operations);
  const calledAgents = new CalledAgents(database);
  const uses = new AgentUses(database, RUNS_FOR_RATING);
  const store = new ListingSearchStore(database);
  const embeddings = new EmbeddingClient({ fetch: parts.modelFetch, tokens: parts.tokens });
  const registryFetch = new SafeFetch({
    // The operator has named it, so it may be in a private network.
    allowedOrigins: config.registryUrl === null ? [] : [new URL(config.registryUrl).origin],
    maximumBytes: 4 * 1024 * 1024,
    idleTimeoutMs: 10_000,
    totalTimeoutMs: 20_000,
  });
  const own: AgentsParts = {
    agents: new AgentReader(database),
    published: new PublishedReader(database, clock),
    calledAgents,
    changes: new AgentChanges({ database, outbox, streams, clock, ids, keptEvents: config.keptEvents }),
    eventLog: new AgentEventLog(database),
    catalog,
    providerHealth: new ProviderHealth(parts),
    catalogChanges: new CatalogChanges({ database, outbox, streams, clock, builtIn }),
    tools,
    toolCalls: new ToolCalls(parts),
    importedServers: new ImportedServerStore(database),
    registry: new RegistryClient({ url: config.registryUrl, fetch: registryFetch.fetch }),
    serverChecks: new ServerChecks(parts),
    tasServers: new TasServers(parts),
    allowedPrograms: config.allowedPrograms,
    validator: new SpecValidator({ catalog, tools, notebooks, calledAgents }),
    listings: new ListingReader(database),
    listingChanges: new ListingChanges({ database, outbox, clock }),
    listingSearch: new ListingSearch({ store, embeddings, logger }),
    requests: new CollaborationRequests(database),
    uses,
    notebooks,
    departments: new DepartmentNames(parts.operations),
    jobTitles: new JobTitles(parts.operations),
    monthlyCosts: new MonthlyCosts(parts.operations),
    samples: new SampleExecutions(parts.operations),
    database,
    outbox,
    streams,
    clock,
    ids,
  };
  const followers = [
    followNewTenants({ database, streams, logger, builtIn }),
    followCredentials({ database, streams, logger, changes: own.catalogChanges }),
    countOwnRuns({ database, streams, logger, uses }),
    indexListings({ database, streams, logger, store, embeddings }),
  ];
  const subgraph = new SubgraphExecutor<AgentsContext>({
    name: 'agents',
    schema: await createAgentsSchema(),
    tokens: parts.tokens,
    logger,
    createContext: (request) => ({ ...request, parts: own }),
  });

  return {
    name: 'agents',
    subgraph,
    routes: [],
    async start() {
      await applyMigrations(database, agentsMigrations, () => clock.now());
      await outbox.open();
      for (const follower of followers) follower.start();
    },
    async readiness() {
      try {
        await database.verify();
        return [{ name: 'database', ready: true, detail: null }];
      } catch (error) {
        return [{ name: 'database', ready: false, detail: error instanceof Error ? error.message : null }];
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...followers, registryFetch].map((part) => part[Symbol.asyncDispose]()));
    },
  };
}
