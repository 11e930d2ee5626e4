import { type Database, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import type { PageRequest } from '@aether/common/service';
import { type AgentRecord, sightOf } from '../agent/agent.ts';
import type { ListingRecord, RatingRecord } from '../market/listing.ts';
import type { MarketEntry } from '../market/market.ts';
import { AGENT } from './agent-column.ts';
import { LISTED, LISTING } from './listed.ts';
import { entryRow, listingAndAgentRow, listingRow, ratingRow } from './listing-rows.ts';
import { VISIBLE } from './visible.ts';

/** Listings of one tenant that one look considers, the newest first: facets count all of them. */
const MARKET_SIZE = 2_000;

const BY_IDS = tenantStatement(
  'agents.listings-by-ids',
  `UNWIND $ids AS id
   MATCH (listing:Listing {tenantId: $tenantId, id: id}) WHERE ${LISTED}
   MATCH (agent:Agent {tenantId: $tenantId, id: listing.agentId}) WHERE ${VISIBLE}
   RETURN ${LISTING}, ${AGENT}`,
);
const OF_AGENTS = tenantStatement(
  'agents.listings-of-agents',
  `UNWIND $ids AS id
   MATCH (listing:Listing {tenantId: $tenantId, agentId: id}) WHERE ${LISTED}
   RETURN ${LISTING}`,
);
const MARKET = tenantStatement(
  'agents.market',
  `MATCH (listing:Listing {tenantId: $tenantId}) WHERE ${LISTED}
   MATCH (agent:Agent {tenantId: $tenantId, id: listing.agentId}) WHERE agent.status = 'PUBLISHED' AND ${VISIBLE}
   RETURN listing {.id, .versionId, .departmentId, .toolNames, .modelSlugs, .notebookSlugs, .ratingSum, .ratingCount, .cloneCount,
     .updatedAt, ownerId: agent.ownerId, type: agent.type, kind: agent.kind, tags: agent.tags} AS entry
   ORDER BY listing.updatedAt DESC, listing.id LIMIT $limit`,
);
const RATINGS = tenantStatement(
  'agents.page-of-ratings',
  `MATCH (rating:Rating {tenantId: $tenantId, listingId: $listingId})
   WHERE $afterAt IS NULL OR rating.updatedAt < $afterAt OR (rating.updatedAt = $afterAt AND rating.id < $afterId)
   RETURN rating {.*} AS rating ORDER BY rating.updatedAt DESC, rating.id DESC LIMIT $limit`,
);
const OWN_RATINGS = tenantStatement(
  'agents.ratings-of-a-person',
  `UNWIND $ids AS id MATCH (rating:Rating {tenantId: $tenantId, listingId: id, userId: $userId}) RETURN rating {.*} AS rating`,
);
const RATINGS_BY_IDS = tenantStatement(
  'agents.ratings-by-ids',
  `UNWIND $ids AS id
   MATCH (rating:Rating {tenantId: $tenantId, id: id})
   MATCH (listing:Listing {tenantId: $tenantId, id: rating.listingId}) WHERE ${LISTED}
   MATCH (agent:Agent {tenantId: $tenantId, id: listing.agentId}) WHERE ${VISIBLE}
   RETURN rating {.*} AS rating`,
);

export interface ListedAgent {
  readonly listing: ListingRecord;
  readonly agent: AgentRecord;
}

/** Reads listings as one viewer sees them. Ratings by listing are for listings that were found here before. */
export class ListingReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async byIds(viewer: Viewer, ids: readonly string[]): Promise<readonly ListedAgent[]> {
    return this.#database.tenant(viewer.tenantId).read(BY_IDS, { ids, ...sightOf(viewer) }, listingAndAgentRow);
  }

  /** Of agents that were found before. */
  async ofAgents(viewer: Viewer, agentIds: readonly string[]): Promise<readonly ListingRecord[]> {
    const parameters = { ids: agentIds, ...sightOf(viewer) };
    const rows = await this.#database.tenant(viewer.tenantId).read(OF_AGENTS, parameters, listingRow);
    return rows.map((row) => row.listing);
  }

  /** All that the viewer can find in the marketplace: listings of agents that are published now. */
  async market(viewer: Viewer): Promise<readonly MarketEntry[]> {
    const parameters = { ...sightOf(viewer), limit: MARKET_SIZE };
    const rows = await this.#database.tenant(viewer.tenantId).read(MARKET, parameters, entryRow);
    return rows.map((row) => row.entry);
  }

  /** Newest first; up to `page.first + 1` rows. */
  async ratings(tenantId: string, listingId: string, page: PageRequest): Promise<readonly RatingRecord[]> {
    const [afterAt = null, afterId = null] = page.after ?? [];
    const parameters = { listingId, afterAt, afterId, limit: page.first + 1 };
    return (await this.#database.tenant(tenantId).read(RATINGS, parameters, ratingRow)).map((row) => row.rating);
  }

  async ratingsOf(tenantId: string, userId: string, listingIds: readonly string[]): Promise<readonly RatingRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(OWN_RATINGS, { userId, ids: listingIds }, ratingRow);
    return rows.map((row) => row.rating);
  }

  async ratingsByIds(viewer: Viewer, ids: readonly string[]): Promise<readonly RatingRecord[]> {
    const parameters = { ids, ...sightOf(viewer) };
    const rows = await this.#database.tenant(viewer.tenantId).read(RATINGS_BY_IDS, parameters, ratingRow);
    return rows.map((row) => row.rating);
  }
}
