import { cloneJson } from './clone-json.ts';

/** A fetch of entities with each entity named once, and the way back to the order that the gateway expects. */
export interface DeduplicatedRepresentations {
  readonly unique: readonly unknown[];
  /** For each original position the position among `unique`. */
  readonly positions: readonly number[];
}

/**
 * The gateway never deduplicates: a list of 50 reviews by 5 users fetches 50 users (reference/federation.md §6.3).
 * Null when nothing repeats.
 */
export function deduplicateRepresentations(representations: readonly unknown[]): DeduplicatedRepresentations | null {
  const known = new Map<string, number>();
  const unique: unknown[] = [];
  const positions = representations.map((representation) => {
    const key = JSON.stringify(representation);
    const position = known.get(key);
    if (position !== undefined) return position;
    known.set(key, unique.length);
    unique.push(representation);
    return unique.length - 1;
  });
  return unique.length === representations.length ? null : { unique, positions };
}

interface EntityResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[] | undefined;
    readonly extensions?: unknown;
  }[];
}

/**
 * Spreads the answer over the original positions. A repeated entity is cloned, because the gateway merges later fetches into
 * the very objects a data source returns; error paths are repeated for each position.
 */
export function spreadEntities<Result extends EntityResult>(
  result: Result,
  { positions }: DeduplicatedRepresentations,
): Result {
  const entities = result.data?.['_entities'];
  const used = new Set<number>();
  const spread = Array.isArray(entities)
    ? positions.map((position) => {
        const entity: unknown = entities[position] ?? null;
        if (!used.has(position)) {
          used.add(position);
          return entity;
        }
        return cloneJson(entity);
      })
    : entities;
  const errors = result.errors?.flatMap((error) => {
    const position = error.path?.[1];
    if (error.path?.[0] !== '_entities' || typeof position !== 'number') return [error];
    return positions.flatMap((target, index) =>
      target === position ? [{ ...error, path: ['_entities', index, ...(error.path ?? []).slice(2)] }] : [],
    );
  });
  return {
    ...result,
    ...(result.data ? { data: { ...result.data, _entities: spread } } : {}),
    ...(errors === undefined ? {} : { errors }),
  };
}
