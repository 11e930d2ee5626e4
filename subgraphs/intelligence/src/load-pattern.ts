import type { IntelligenceContext } from './context.ts';
import type { StoredPattern } from './db/pattern-store.ts';

/** A success pattern of the viewer's tenant; those of a list take one statement. */
export async function loadPattern(context: IntelligenceContext, id: string): Promise<StoredPattern | null> {
  const { viewer, parts } = context;
  if (viewer === null) return null;
  const loader = context.loaders.loader<string, StoredPattern | null>('success-pattern', async (ids) => {
    const byId = new Map((await parts.patterns.byId(viewer.tenantId, ids)).map((pattern) => [pattern.id, pattern]));
    return ids.map((key) => byId.get(key) ?? null);
  });
  return loader.load(id);
}
