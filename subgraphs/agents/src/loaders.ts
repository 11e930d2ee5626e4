import type { Viewer } from '@aether/common/security';
import type { PageRequest } from '@aether/common/service';
import type { AgentRecord } from './agent/agent.ts';
import type { ModelRecord, ProviderRecord } from './models/catalog.ts';
import { type AgentsContext, lookUpCallOf } from './context.ts';
import type { DraftRecord, VersionRecord } from './agent/draft.ts';
import type { ProviderHealthRecord } from './models/provider-health.ts';
import type { ToolRecord, ToolServerRecord } from './tools/tool-catalog.ts';

export interface Kind<Value> {
  readonly name: string;
  readonly keyOf: (value: Value) => string;
  readonly read: (viewer: Viewer, keys: readonly string[]) => Promise<readonly Value[]>;
}

/** Loads by key with all other fields of the request that ask in the same tick. Unknown, not visible and nobody signed in are all null. */
export function loadOne<Value>(context: AgentsContext, key: string, kind: Kind<Value>): Promise<Value | null> {
  const { viewer } = context;
  return viewer === null ? Promise.resolve(null) : loaderOf(context, viewer, kind).load(key);
}

export function loaderOf<Value>(context: AgentsContext, viewer: Viewer, kind: Kind<Value>) {
  return context.loaders.loader<string, Value | null>(kind.name, async (keys) => {
    const values = await kind.read(viewer, keys);
    const byKey = new Map(values.map((value) => [kind.keyOf(value), value]));
    return keys.map((wanted) => byKey.get(wanted) ?? null);
  });
}

export const idOf = (value: { readonly id: string }): string => value.id;

const agentKind = (context: AgentsContext): Kind<AgentRecord> => ({
  name: 'agent',
  keyOf: idOf,
  read: (viewer, ids) => context.parts.agents.byIds(viewer, ids),
});

/** An agent that the viewer sees. */
export function loadAgent(context: AgentsContext, id: string): Promise<AgentRecord | null> {
  return loadOne(context, id, agentKind(context));
}

/** Agents that a list has read need not be read again by the fields below it. */
export function rememberAgents(context: AgentsContext, viewer: Viewer, agents: readonly AgentRecord[]): void {
  const loader = loaderOf(context, viewer, agentKind(context));
  for (const agent of agents) loader.prime(agent.id, agent);
}

/** A version of an agent that the viewer sees. */
export function loadVisibleVersion(context: AgentsContext, id: string): Promise<VersionRecord | null> {
  return loadOne(context, id, {
    name: 'visible-version',
    keyOf: idOf,
    read: (viewer, ids) => context.parts.agents.visibleVersions(viewer, ids),
  });
}

/** A version of an agent that was found before. */
export function loadVersion(context: AgentsContext, id: string): Promise<VersionRecord | null> {
  return loadOne(context, id, {
    name: 'version',
    keyOf: idOf,
    read: (viewer, ids) => context.parts.agents.versionsByIds(viewer.tenantId, ids),
  });
}

/** The draft of an agent that was found before. */
export function loadDraft(context: AgentsContext, agentId: string): Promise<DraftRecord | null> {
  return loadOne(context, agentId, {
    name: 'draft',
    keyOf: (draft) => draft.agentId,
    read: (viewer, ids) => context.parts.agents.draftsOf(viewer.tenantId, ids),
  });
}

export function loadProvider(context: AgentsContext, id: string): Promise<ProviderRecord | null> {
  return loadOne(context, id, {
    name: 'provider',
    keyOf: idOf,
    read: (viewer, ids) => context.parts.catalog.providersByIds(viewer.tenantId, ids),
  });
}

export function loadModel(context: AgentsContext, id: string): Promise<ModelRecord | null> {
  return loadOne(context, id, {
    name: 'model',
    keyOf: idOf,
    read: (viewer, ids) => context.parts.catalog.modelsByIds(viewer.tenantId, ids),
  });
}

export function loadModelsOf(context: AgentsContext, providerId: string): Promise<readonly ModelRecord[]> {
  const { viewer } = context;
  if (viewer === null) return Promise.resolve([]);
  const load = async (ids: readonly string[]) => {
    const models = await context.parts.catalog.modelsOfProviders(viewer.tenantId, ids);
    return ids.map((id) => models.filter((model) => model.providerId === id));
  };
  return context.loaders.loader<string, readonly ModelRecord[]>('models-of-provider', load).load(providerId);
}

/** As the LLM gateway measured it, asked once for all providers of a request; null when it does not answer. */
export function loadProviderHealth(context: AgentsContext, slug: string): Promise<ProviderHealthRecord | null> {
  if (context.viewer === null) return Promise.resolve(null);
  const load = async (slugs: readonly string[]) => {
    const known = await context.parts.providerHealth.of(slugs, lookUpCallOf(context));
    return slugs.map((each) => known.get(each) ?? null);
  };
  return context.loaders.loader<string, ProviderHealthRecord | null>('provider-health', load).load(slug);
}

export function loadToolServer(context: AgentsContext, id: string): Promise<ToolServerRecord | null> {
  return loadOne(context, id, {
    name: 'tool-server',
    keyOf: idOf,
    read: (viewer, ids) => context.parts.tools.serversByIds(viewer.tenantId, ids),
  });
}

export function loadTool(context: AgentsContext, id: string): Promise<ToolRecord | null> {
  return loadOne(context, id, {
    name: 'tool',
    keyOf: idOf,
    read: (viewer, ids) => context.parts.tools.toolsByIds(viewer.tenantId, ids),
  });
}

/** The same page of the tools of each server of a list, in one statement. */
export function loadToolsOf(
  context: AgentsContext,
  serverId: string,
  search: string | null | undefined,
  page: PageRequest,
): Promise<readonly ToolRecord[]> {
  const { viewer } = context;
  if (viewer === null) return Promise.resolve([]);
  const load = async (ids: readonly string[]) => {
    const pages = await context.parts.tools.toolPages(viewer.tenantId, ids, search, page);
    return ids.map((id) => pages.get(id) ?? []);
  };
  const name = `tools-of-server ${JSON.stringify([search ?? '', page])}`;
  return context.loaders.loader<string, readonly ToolRecord[]>(name, load).load(serverId);
}
