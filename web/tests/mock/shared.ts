// Plain objects in the shape of the API, for looking at screens without a backend.

export const MINUTE = 60_000;

export const now = (): number => Date.now();

export const ago = (minutes: number): string => new Date(now() - minutes * MINUTE).toISOString();

export const edges = (nodes: readonly object[]) => ({
  edges: nodes.map((node, index) => ({ cursor: String(index), node })),
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  totalCount: nodes.length,
});

export const allowed = (...names: string[]) => names.map((name) => ({ name, allowed: true, reason: null }));
