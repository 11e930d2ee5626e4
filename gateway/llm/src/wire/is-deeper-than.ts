/** Of objects and lists in each other: many times what any vendor takes in a schema, and little for those who call themselves. */
export const MAXIMUM_LEVELS = 256;

/** Whether JSON is nested more than so many levels deep. Asks level by level: what calls itself, as JSON.stringify does, runs out of stack there. */
export function isDeeperThan(json: unknown, levels: number): boolean {
  let level: readonly unknown[] = [json];
  for (let depth = 0; depth <= levels; depth += 1) {
    const below: unknown[] = [];
    for (const value of level)
      if (typeof value === 'object' && value !== null)
        for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) below.push(inner);
    if (below.length === 0) return false;
    level = below;
  }
  return true;
}
