import type { AgentRecord, Visibility } from '../agent/agent.ts';
import type { AgentSpec } from '@aether/schema';
import { modelSlugs, notebookSlugs, toolSlugs } from '../validation/reference-issues.ts';

/** One version of an agent, offered to colleagues. What the version refers to stands here too, for the facets. */
export interface ListingRecord {
  readonly id: string;
  readonly agentId: string;
  readonly versionId: string;
  readonly summary: string;
  /** Never wider than the agent's own. */
  readonly visibility: Visibility;
  /** Ids of the principals who see it, if they see the agent. */
  readonly audience: readonly string[];
  readonly departmentId: string | null;
  readonly modelSlugs: readonly string[];
  readonly notebookSlugs: readonly string[];
  readonly toolNames: readonly string[];
  readonly sampleExecutionIds: readonly string[];
  readonly ratingSum: number;
  readonly ratingCount: number;
  readonly cloneCount: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What somebody who has used the agent thinks of it. */
export interface RatingRecord {
  readonly id: string;
  readonly listingId: string;
  readonly userId: string;
  /** 1 to 5. */
  readonly stars: number;
  readonly text: string | null;
  readonly reply: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Finished runs of one's own that a rating needs. */
export const RUNS_FOR_RATING = 3;

const WIDTH: Record<Visibility, number> = { PRIVATE: 0, TEAM: 1, DEPARTMENT: 2, TENANT: 3 };

/** Whether something shown to `inner` is shown to no more than `outer` allows. */
export function isWithin(inner: Visibility, outer: Visibility): boolean {
  return WIDTH[inner] <= WIDTH[outer];
}

/** Mean of the ratings; null without any. */
export function averageStars({
  ratingSum,
  ratingCount,
}: Pick<ListingRecord, 'ratingSum' | 'ratingCount'>): number | null {
  return ratingCount === 0 ? null : ratingSum / ratingCount;
}

/** What the search reads of a listing, one part a line. */
export function searchTextOf(
  listing: Pick<ListingRecord, 'summary'>,
  agent: Pick<AgentRecord, 'name' | 'description' | 'useCase' | 'tags'>,
): string {
  return [agent.name, listing.summary, agent.description, agent.useCase ?? '', agent.tags.join(', ')]
    .filter((part) => part !== '')
    .join('\n');
}

/** What a version refers to, by the names that its specification uses. */
export function referencesOf(spec: AgentSpec): Pick<ListingRecord, 'modelSlugs' | 'notebookSlugs' | 'toolNames'> {
  return {
    modelSlugs: modelSlugs(spec),
    notebookSlugs: notebookSlugs(spec),
    toolNames: toolSlugs(spec),
  };
}
