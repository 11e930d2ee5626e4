import { Outbox, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { ReportToolServersDocument } from '@aether/schema/internal/agents';
import { testId, testViewer } from '@aether/test-support';
import { print } from 'graphql';
import { z } from 'zod';
import { type RunningAgents, createAgent, goodSpec, publish } from './start-agents.ts';

const KNOWN_USER = tenantStatement(
  'agents.test-known-user',
  'MERGE (user:User {tenantId: $tenantId, id: $id}) RETURN user.id AS id',
);
const VECTOR = tenantStatement(
  'agents.test-vector-of-listing',
  'MATCH (listing:Listing {tenantId: $tenantId, id: $id}) RETURN any(key IN keys(listing) WHERE key STARTS WITH "embedding_") AS found',
);

/** Somebody else of the same organization, known to identity as a collaborator must be. */
export async function colleagueOf(
  agents: RunningAgents,
  viewer: Viewer,
  overrides: Partial<Viewer> = {},
): Promise<Viewer> {
  const colleague = { ...testViewer({ roleKey: 'builder', ...overrides }), tenantId: viewer.tenantId };
  const row = z.object({ id: z.string() });
  await agents.parts.database.tenant(viewer.tenantId).write(KNOWN_USER, { id: colleague.userId }, row);
  return colleague;
}

const LISTING = `id summary audience cloneCount ratingCount averageStars department { id } version { id number } agent { id name }
  sampleExecutions { id } requirements { kind slug satisfied reason } viewerRating { id stars text } viewerActions { name allowed reason }
  ratings { edges { node { id stars text reply user { id } } } }`;
const ERRORS = 'userErrors { code path message hint }';

export const PUBLISH_LISTING = `mutation ($input: PublishListingInput!) { publishListing(input: $input) { listing { ${LISTING} } ${ERRORS} } }`;
export const LISTING_BY_ID = `query ($id: ID!) { listing(id: $id) { ${LISTING} } }`;
export const LISTINGS = `query ($filter: ListingFilter, $sort: ListingSort, $first: Int, $after: String) {
  listings(filter: $filter, sort: $sort, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } facets { name values { value label count } } edges { node { id agent { name } } }
  }
}`;
export const CLONE = `mutation ($input: CloneAgentInput!) { cloneAgent(input: $input) {
  agent { id name status visibility owner { id } origin { id number agent { id } } draft { revision spec } } ${ERRORS} } }`;
export const PREVIEW = `query ($id: ID!) { clonePreview(listingId: $id) { blocking estimatedMonthlyCost items { key kind name outcome reason options { id name } } } }`;
export const RATE = `mutation ($input: RateListingInput!) { rateListing(input: $input) { listing { ${LISTING} } ${ERRORS} } }`;

/** A tool `crm/find` that agents may use. */
export async function approvedTool(agents: RunningAgents, viewer: Viewer): Promise<string> {
  const server = { slug: 'crm', name: 'CRM', kind: 'MCP', transport: 'HTTP', url: 'https://crm.example/mcp' };
  const made = await agents.run(
    viewer,
    'mutation ($input: ConnectToolServerInput!) { connectToolServer(input: $input) { toolServer { id } } }',
    { input: server },
  );
  const tool = {
    name: 'find',
    description: 'Finds a customer.',
    inputSchema: { type: 'object' },
    definitionHash: 'a'.repeat(64),
  };
  const checkedAt = new Date().toISOString();
  const toolServerId = made.data.connectToolServer.toolServer.id;
  await agents.run(viewer, print(ReportToolServersDocument), {
    input: { servers: [{ toolServerId, status: 'HEALTHY', checkedAt, tools: [tool] }] },
  });
  const { data } = await agents.run(viewer, 'query { tool(slug: "crm/find") { id definitionHash } }');
  const { id: toolId, definitionHash } = data.tool;
  await agents.run(
    viewer,
    'mutation ($input: ApproveToolInput!) { approveTool(input: $input) { tool { approved } } }',
    { input: { toolId, definitionHash, effect: 'READ', approval: 'NEVER' } },
  );
  return toolId;
}

interface Offer {
  readonly name?: string;
  readonly summary?: string;
  readonly spec?: unknown;
  readonly visibility?: string;
  readonly input?: Record<string, unknown>;
}

/** A published agent of the viewer with a listing for everybody. */
export async function offer(agents: RunningAgents, viewer: Viewer, offered: Offer = {}) {
  const { name = 'Warranty desk', summary = 'Decides whether a fault is warranty.', spec = goodSpec } = offered;
  const { agent } = await createAgent(agents, viewer, { name, spec });
  const visibility = offered.visibility ?? 'TENANT';
  const { version, userErrors } = await publish(agents, viewer, agent.id, 1, { visibility });
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
  const answer = await publishListing(agents, viewer, {
    agentId: agent.id,
    versionId: version.id,
    summary,
    audience: 'TENANT',
    ...offered.input,
  });
  return { agent, version, ...answer };
}

export async function publishListing(agents: RunningAgents, viewer: Viewer, input: Record<string, unknown>) {
  const { data, errors } = await agents.run(viewer, PUBLISH_LISTING, { input });
  return { ...data?.publishListing, errors };
}

export async function listing(agents: RunningAgents, viewer: Viewer, id: string) {
  return (await agents.run(viewer, LISTING_BY_ID, { id })).data.listing;
}

export async function market(agents: RunningAgents, viewer: Viewer, variables: Record<string, unknown> = {}) {
  const { data, errors } = await agents.run(viewer, LISTINGS, variables);
  const page = data?.listings;
  const names = page?.edges.map((edge: { node: { agent: { name: string } } }) => edge.node.agent.name);
  return { ...page, names, errors };
}

/** Whether the search by meaning can find the listing. */
export async function hasVector(agents: RunningAgents, viewer: Viewer, id: string): Promise<boolean> {
  const row = z.object({ found: z.boolean() });
  const rows = await agents.parts.database.tenant(viewer.tenantId).read(VECTOR, { id }, row);
  return rows[0]?.found ?? false;
}

/** What executions tells when runs of the viewer end. */
export async function tellEnded(
  agents: RunningAgents,
  viewer: Viewer,
  agentId: string,
  runs: readonly { readonly id?: string; readonly status?: string }[],
): Promise<void> {
  const { database, streams, clock } = agents.parts;
  const outbox = new Outbox({ lane: `executions/${testId('evt')}`, database, streams, clock });
  await outbox.open();
  const events = runs.map(({ id = testId('exe'), status = 'SUCCEEDED' }) => ({
    type: 'aether.execution.ended' as const,
    subject: id,
    actorId: null,
    requestId: null,
    data: { executionId: id, agentId, startedById: viewer.userId, status },
  }));
  await database.tenant(viewer.tenantId).transaction((transaction) => outbox.append(transaction, events));
  outbox.ring();
}
