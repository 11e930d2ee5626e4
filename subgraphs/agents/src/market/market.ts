import type { AgentKind, AgentType } from '../agent/agent.ts';
import { averageStars } from './listing.ts';

export const ListingSort = { RELEVANCE: 'RELEVANCE', NEWEST: 'NEWEST', RATING: 'RATING', CLONES: 'CLONES' } as const;
export type ListingSort = keyof typeof ListingSort;

/** A listing as filters, facets and orders see it. */
export interface MarketEntry {
  readonly id: string;
  readonly versionId: string;
  readonly type: AgentType;
  readonly kind: AgentKind | null;
  readonly tags: readonly string[];
  /** Who owns the agent; null = nobody any more. */
  readonly ownerId: string | null;
  readonly departmentId: string | null;
  readonly toolNames: readonly string[];
  readonly modelSlugs: readonly string[];
  readonly notebookSlugs: readonly string[];
  readonly ratingSum: number;
  readonly ratingCount: number;
  readonly cloneCount: number;
  readonly updatedAt: string;
}

/** One condition per facet; an absent one lets everything through. */
export type MarketConditions = Readonly<Partial<Record<FacetName, (entry: MarketEntry) => boolean>>>;

export const FACETS = [
  'department',
  'job',
  'kind',
  'type',
  'tool',
  'notebook',
  'model',
  'tag',
  'updated',
  'runnable',
] as const;
export type FacetName = (typeof FACETS)[number];

/** Entries that all conditions let through, but for the facet that is being counted: its other values stay choosable. */
export function matching(
  entries: readonly MarketEntry[],
  conditions: MarketConditions,
  except: FacetName | null = null,
): readonly MarketEntry[] {
  const active = FACETS.flatMap((name) => (name === except ? [] : (conditions[name] ?? [])));
  return entries.filter((entry) => active.every((holds) => holds(entry)));
}

/** How many entries carry each value, the most frequent first, ties by value. */
export function counted(
  entries: readonly MarketEntry[],
  valuesOf: (entry: MarketEntry) => readonly string[],
): readonly { readonly value: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const entry of entries) for (const value of valuesOf(entry)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1));
}

/**
 * What a page is ordered by, the greatest first; the id breaks ties. It is also the cursor.
 * @param relevance nearness of each listing to the words that were searched; null = nothing was searched, the newest come first
 */
export function sortKey(
  sort: ListingSort,
  relevance: ReadonlyMap<string, number> | null,
): (entry: MarketEntry) => readonly (string | number)[] {
  switch (sort) {
    case 'RELEVANCE':
      return relevance === null ? byNewest : (entry) => [relevance.get(entry.id) ?? 0, entry.id];
    case 'NEWEST':
      return byNewest;
    case 'RATING':
      return (entry) => [averageStars(entry) ?? 0, entry.ratingCount, entry.id];
    case 'CLONES':
      return (entry) => [entry.cloneCount, entry.id];
  }
}

const byNewest = (entry: MarketEntry): readonly (string | number)[] => [entry.updatedAt, entry.id];

/** Up to `first + 1` entries that come after the cursor. */
export function pageOf(
  entries: readonly MarketEntry[],
  keyOf: (entry: MarketEntry) => readonly (string | number)[],
  page: { readonly first: number; readonly after: readonly (string | number)[] | null },
): readonly MarketEntry[] {
  const { first, after } = page;
  const sorted = entries
    .map((entry) => ({ entry, key: keyOf(entry) }))
    .toSorted((left, right) => compare(right.key, left.key));
  const rest = after === null ? sorted : sorted.filter(({ key }) => compare(key, after) < 0);
  return rest.slice(0, first + 1).map(({ entry }) => entry);
}

/** A cursor of another order has values of other types: they compare as unequal texts, and nothing breaks. */
function compare(left: readonly (string | number)[], right: readonly (string | number)[]): number {
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? '';
    if (value === other) continue;
    if (typeof value === 'number' && typeof other === 'number') return value - other;
    return String(value) < String(other) ? -1 : 1;
  }
  return 0;
}
