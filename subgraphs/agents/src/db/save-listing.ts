import { type TenantTransaction, tenantStatement } from '@aether/common/graph';
import type { Visibility } from '../agent/agent.ts';
import type { ListingRecord } from '../market/listing.ts';
import { LISTING } from './listed.ts';
import { listingRow } from './listing-rows.ts';
import { countRow } from './rows.ts';

const SAVE = tenantStatement(
  'agents.save-listing',
  `MERGE (listing:Listing {tenantId: $tenantId, agentId: $agentId})
   ON CREATE SET listing += $beginning
   SET listing += $properties
   RETURN ${LISTING}`,
);
const NARROW = tenantStatement(
  'agents.narrow-listing',
  `MATCH (listing:Listing {tenantId: $tenantId, agentId: $agentId}) WHERE listing.visibility IN $wider
   SET listing.visibility = $visibility, listing.audience = $audience
   RETURN ${LISTING}`,
);
const LET_IN = tenantStatement(
  'agents.set-audience-of-listing',
  `MATCH (listing:Listing {tenantId: $tenantId, agentId: $agentId})
   SET listing.audience = [principal IN listing.audience WHERE principal <> $userId] + CASE WHEN $seesIt THEN [$userId] ELSE [] END
   RETURN ${LISTING}`,
);
const OF_AGENT = tenantStatement(
  'agents.lock-listing-of-agent',
  `MATCH (listing:Listing {tenantId: $tenantId, agentId: $agentId}) SET listing.tenantId = $tenantId RETURN ${LISTING}`,
);
const DELETE = tenantStatement(
  'agents.delete-listing',
  `MATCH (listing:Listing {tenantId: $tenantId, id: $listingId})
   OPTIONAL MATCH (rating:Rating {tenantId: $tenantId, listingId: listing.id})
   DETACH DELETE rating, listing
   RETURN count(*) AS count`,
);
const COUNT_CLONE = tenantStatement(
  'agents.count-clone',
  `MATCH (listing:Listing {tenantId: $tenantId, id: $listingId})
   SET listing.cloneCount = listing.cloneCount + 1
   RETURN ${LISTING}`,
);

export interface ListingProperties extends Pick<
  ListingRecord,
  | 'agentId'
  | 'versionId'
  | 'summary'
  | 'visibility'
  | 'audience'
  | 'departmentId'
  | 'modelSlugs'
  | 'notebookSlugs'
  | 'toolNames'
  | 'sampleExecutionIds'
  | 'updatedAt'
> {
  readonly searchText: string;
}

/** The one listing of an agent: made, or changed with its ratings and clones kept. */
export async function saveListing(
  transaction: TenantTransaction,
  id: string,
  properties: ListingProperties,
): Promise<ListingRecord> {
  const { agentId, ...rest } = properties;
  const beginning = { id, createdAt: properties.updatedAt, ratingSum: 0, ratingCount: 0, cloneCount: 0 };
  const [row] = await transaction.run(SAVE, { agentId, beginning, properties: rest }, listingRow);
  if (row === undefined) throw new Error('Neo4j merged a listing and answered no row.');
  return row.listing;
}

/** A listing whose agent is shown to fewer people now is shown to no more than these. Null = there is none, or it was narrower. */
export async function narrowListing(
  transaction: TenantTransaction,
  limits: {
    readonly agentId: string;
    readonly visibility: Visibility;
    readonly wider: readonly Visibility[];
    readonly audience: readonly string[];
  },
): Promise<ListingRecord | null> {
  const [row] = await transaction.run(NARROW, { ...limits }, listingRow);
  return row?.listing ?? null;
}

/** Somebody became a collaborator of the agent, or is one no more. Null = it has no listing. */
export async function setListingAudience(
  transaction: TenantTransaction,
  change: { readonly agentId: string; readonly userId: string; readonly seesIt: boolean },
): Promise<ListingRecord | null> {
  const [row] = await transaction.run(LET_IN, { ...change }, listingRow);
  return row?.listing ?? null;
}

/** Removes the listing of an agent with its ratings. Null = there was none. */
export async function deleteListing(transaction: TenantTransaction, agentId: string): Promise<ListingRecord | null> {
  const [row] = await transaction.run(OF_AGENT, { agentId }, listingRow);
  if (row === undefined) return null;
  await transaction.run(DELETE, { listingId: row.listing.id }, countRow);
  return row.listing;
}

/** One clone more. */
export async function countClone(transaction: TenantTransaction, listingId: string): Promise<void> {
  await transaction.run(COUNT_CLONE, { listingId }, listingRow);
}
