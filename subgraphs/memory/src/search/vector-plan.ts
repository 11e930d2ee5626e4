/** How to find the nearest passages of a viewer. The index filters only after its k nearest (Neo4j 5.26). */
export type VectorPlan = { readonly kind: 'exact' } | { readonly kind: 'index'; readonly k: number };

/** So few that reading all vectors is as fast as the index: about 45 µs each. */
const ALWAYS_EXACT = 200;
/** Most that are read one by one. */
export const EXACT_LIMIT = 5_000;
/** Most that the index is asked for. */
const INDEX_LIMIT = 1_000;
/** The nearest are not spread evenly over tenants. */
const MARGIN = 2;

/**
 * @param wanted hits that are needed
 * @param candidates passages that the viewer may see
 * @param total passages in the index, of all tenants
 */
export function vectorPlan(wanted: number, candidates: number, total: number): VectorPlan {
  if (candidates <= ALWAYS_EXACT) return { kind: 'exact' };
  const k = Math.ceil(wanted * Math.max(1, total / candidates) * MARGIN);
  if (k > INDEX_LIMIT && candidates <= EXACT_LIMIT) return { kind: 'exact' };
  return { kind: 'index', k: Math.min(k, INDEX_LIMIT) };
}
