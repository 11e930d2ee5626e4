import type { Database, Outbox } from '@aether/common/graph';
import type { Clock, RequestContext } from '@aether/common/service';
import { requireViewer } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import type { IdSource } from '@aether/schema';
import type { AgentChanges } from './db/agent-changes.ts';
import type { AgentEventLog } from './db/agent-event-log.ts';
import type { AgentReader } from './db/agent-reader.ts';
import type { AgentUses } from './db/agent-uses.ts';
import type { CalledAgents } from './db/called-agents.ts';
import type { CatalogChanges } from './db/catalog-changes.ts';
import type { CatalogReader } from './db/catalog-reader.ts';
import type { CollaborationRequests } from './db/collaboration-requests.ts';
import type { ImportedServerStore } from './db/imported-server-store.ts';
import type { ListingChanges } from './db/listing-changes.ts';
import type { ListingReader } from './db/listing-reader.ts';
import type { PublishedReader } from './db/published-reader.ts';
import type { ToolReader } from './db/tool-reader.ts';
import type { DepartmentNames } from './market/department-names.ts';
import type { Cause } from './events/cause.ts';
import type { ListingSearch } from './market/listing-search.ts';
import type { JobTitles } from './market/job-titles.ts';
import type { MonthlyCosts } from './market/monthly-costs.ts';
import type { LookUpCall, NotebookDirectory } from './notebook-directory.ts';
import type { ProviderHealth } from './models/provider-health.ts';
import type { RegistryClient } from './tools/registry-client.ts';
import type { SampleExecutions } from './market/sample-executions.ts';
import type { SpecValidator } from './validation/spec-validator.ts';
import type { ServerChecks } from './tools/server-checks.ts';
import type { TasServers } from './tools/tas-servers.ts';
import type { AllowedPrograms } from './tools/tool-server-offers.ts';
import type { ToolCalls } from './tools/tool-calls.ts';

/** What one process of this service holds. */
export interface AgentsParts {
  readonly agents: AgentReader;
  readonly published: PublishedReader;
  readonly calledAgents: CalledAgents;
  readonly changes: AgentChanges;
  readonly eventLog: AgentEventLog;
  readonly catalog: CatalogReader;
  readonly providerHealth: ProviderHealth;
  readonly tools: ToolReader;
  readonly toolCalls: ToolCalls;
  readonly importedServers: ImportedServerStore;
  readonly registry: RegistryClient;
  readonly serverChecks: ServerChecks;
  readonly tasServers: TasServers;
  /** What may be connected as a tool server over stdio. */
  readonly allowedPrograms: AllowedPrograms;
  readonly catalogChanges: CatalogChanges;
  readonly validator: SpecValidator;
  readonly listings: ListingReader;
  readonly listingChanges: ListingChanges;
  readonly listingSearch: ListingSearch;
  readonly requests: CollaborationRequests;
  readonly uses: AgentUses;
  readonly notebooks: NotebookDirectory;
  readonly departments: DepartmentNames;
  readonly jobTitles: JobTitles;
  readonly monthlyCosts: MonthlyCosts;
  readonly samples: SampleExecutions;
  readonly database: Database;
  readonly outbox: Outbox;
  readonly streams: Streams;
  readonly clock: Clock;
  readonly ids: IdSource;
}

export interface AgentsContext extends RequestContext {
  readonly parts: AgentsParts;
}

/** @throws UnauthenticatedError when nobody is signed in */
export function causeOf(context: AgentsContext): Cause {
  return { viewer: requireViewer(context), requestId: context.requestId };
}

/** @throws UnauthenticatedError when nobody is signed in */
export function lookUpCallOf(context: AgentsContext): LookUpCall {
  const { requestId, traceparent, signal } = context;
  return { viewer: requireViewer(context), requestId, traceparent, signal };
}
