import { type Database, FloatValue, quotedTerm, searchTerms, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { z } from 'zod';
import { sightOf } from '../agent/agent.ts';
import type { ListingSpace } from '../market/listing-space.ts';
import { rankByWords } from '../market/rank-by-words.ts';
import { LISTED } from './listed.ts';
import { hitRow } from './listing-rows.ts';
import { VISIBLE } from './visible.ts';

/** What an index yields beyond tenant and audience never leaves the database. */
const SEEN = `MATCH (listing:Listing {tenantId: $tenantId, id: node.id}) WHERE ${LISTED}
   MATCH (agent:Agent {tenantId: $tenantId, id: listing.agentId}) WHERE ${VISIBLE}`;
const BY_WORDS = tenantStatement(
  'agents.search-listings-by-words',
  `UNWIND $queries AS query
   CALL db.index.fulltext.queryNodes('listing_text', query.text, {limit: $k}) YIELD node, score
   WITH query, node, score WHERE node.tenantId = $tenantId AND score > 0
   ${SEEN}
   RETURN listing.id AS id, query.term AS term`,
);
const BY_INDEX = tenantStatement(
  'agents.search-listings-by-vector-index',
  `CALL db.index.vector.queryNodes($index, $k, $vector) YIELD node, score
   WITH node, score WHERE node.tenantId = $tenantId
   ${SEEN}
   RETURN listing.id AS id, score ORDER BY score DESC, id LIMIT $limit`,
);
const EXACTLY = tenantStatement(
  'agents.search-listings-by-vector',
  `MATCH (listing:Listing {tenantId: $tenantId}) WHERE ${LISTED} AND listing[$property] IS NOT NULL
   MATCH (agent:Agent {tenantId: $tenantId, id: listing.agentId}) WHERE ${VISIBLE}
   WITH listing, vector.similarity.cosine(listing[$property], $vector) AS score
   RETURN listing.id AS id, score ORDER BY score DESC, id LIMIT $limit`,
);
const TEXTS = tenantStatement(
  'agents.texts-of-listings',
  `UNWIND $agentIds AS agentId
   MATCH (listing:Listing {tenantId: $tenantId, agentId: agentId})
   MATCH (agent:Agent {tenantId: $tenantId, id: agentId})
   RETURN DISTINCT listing.id AS id, listing.summary AS summary, listing.textHash AS textHash,
     agent.name AS name, agent.description AS description, agent.useCase AS useCase, agent.tags AS tags`,
);
const WRITE_TEXT = tenantStatement(
  'agents.write-text-of-listing',
  'MATCH (listing:Listing {tenantId: $tenantId, id: $id}) SET listing.searchText = $text RETURN listing.id AS id',
);
const WRITE_VECTOR = tenantStatement(
  'agents.write-vector-of-listing',
  `MATCH (listing:Listing {tenantId: $tenantId, id: $id})
   SET listing += $vector, listing.textHash = $hash RETURN listing.id AS id`,
);

/** Neighbours that the index is asked for; it filters by tenant only after them (Neo4j 5.26). */
const NEIGHBOURS = 400;
/** Listings of a tenant that one word finds, at most. */
const MATCHES = 2_000;

const textRow = z.object({
  id: z.string(),
  summary: z.string(),
  /** Of the text that the vector was made from; null = none yet. */
  textHash: z.string().nullable(),
  name: z.string(),
  description: z.string(),
  useCase: z.string().nullable(),
  tags: z.array(z.string()),
});
const idRow = z.object({ id: z.string() });
const matchRow = z.object({ id: z.string(), term: z.string() });

export type RankedListing = Readonly<z.infer<typeof hitRow>>;
export type ListingText = Readonly<z.infer<typeof textRow>>;

/** The rankings that a search of the marketplace is made of, and what they read. */
export class ListingSearchStore {
  readonly #database: Database;
  readonly #indexes = new Map<string, Promise<void>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Any of the words; empty when the text has none. */
  async byWords(viewer: Viewer, text: string, limit: number): Promise<readonly RankedListing[]> {
    const terms = searchTerms(text);
    if (terms.length === 0) return [];
    // The tenant stands in the query too, so that small tenants do not starve behind large ones. One query a word: the index knows which
    // listings have it, in all its forms; how much it says is for `rankByWords`.
    const tenant = `+(tenantId:${quotedTerm(viewer.tenantId)})^0`;
    const queries = terms.map((term) => ({ term, text: `+searchText:${quotedTerm(term)} ${tenant}` }));
    const parameters = { ...sightOf(viewer), queries, k: MATCHES };
    const matches = await this.#database.tenant(viewer.tenantId).read(BY_WORDS, parameters, matchRow);
    return rankByWords(matches).slice(0, limit);
  }

  /** The nearest that the viewer sees; scores are cosines, -1 to 1. */
  async byMeaning(
    viewer: Viewer,
    space: ListingSpace,
    vector: readonly number[],
    limit: number,
  ): Promise<readonly RankedListing[]> {
    await this.#ensureIndex(space);
    const tenant = this.#database.tenant(viewer.tenantId);
    const shared = { ...sightOf(viewer), vector: new FloatValue(vector), limit };
    const near = await tenant.read(BY_INDEX, { ...shared, index: space.index, k: NEIGHBOURS }, hitRow);
    // Where the neighbors of other tenants were nearer, the own ones are read one by one: a marketplace has few.
    const hits =
      near.length >= limit ? near : await tenant.read(EXACTLY, { ...shared, property: space.property }, hitRow);
    return hits.map(({ id, score }) => ({ id, score: score * 2 - 1 })); // Neo4j gives (1 + cosine) / 2.
  }

  async texts(tenantId: string, agentIds: readonly string[]): Promise<readonly ListingText[]> {
    return this.#database.tenant(tenantId).read(TEXTS, { agentIds }, textRow);
  }

  async writeText(tenantId: string, id: string, text: string): Promise<void> {
    await this.#database.tenant(tenantId).write(WRITE_TEXT, { id, text }, idRow);
  }

  async writeVector(
    tenantId: string,
    id: string,
    written: { readonly space: ListingSpace; readonly vector: readonly number[]; readonly hash: string },
  ): Promise<void> {
    const { space, vector, hash } = written;
    await this.#ensureIndex(space);
    const parameters = { id, vector: { [space.property]: new FloatValue(vector) }, hash };
    await this.#database.tenant(tenantId).write(WRITE_VECTOR, parameters, idRow);
  }

  /** One vector index per space, made when the space is first used. */
  #ensureIndex(space: ListingSpace): Promise<void> {
    const known = this.#indexes.get(space.index);
    if (known !== undefined) return known;
    const making = this.#database
      .migrate(
        `CREATE VECTOR INDEX ${space.index} IF NOT EXISTS FOR (listing:Listing) ON listing.${space.property}
         OPTIONS {indexConfig: {\`vector.dimensions\`: ${space.dimensions}, \`vector.similarity_function\`: 'cosine'}}`,
      )
      .catch((error: unknown) => {
        this.#indexes.delete(space.index);
        throw error;
      });
    this.#indexes.set(space.index, making);
    return making;
  }
}
