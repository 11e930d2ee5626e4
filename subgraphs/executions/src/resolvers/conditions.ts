import type { Viewer } from '@aether/common/security';
import { actorOf, seesAll } from '../access.ts';
import type { ExecutionConditions } from '../db/execution-reader.ts';
import type { ExecutionFilter } from '../types/execution-filter.ts';

/** The filter of a list, narrowed to what the viewer may see. Null = the two exclude each other. */
export function conditionsOf(viewer: Viewer, filter: ExecutionFilter | null | undefined): ExecutionConditions | null {
  const own = seesAll(viewer) ? null : actorOf(viewer);
  const startedById = filter?.startedById ?? own;
  if (own !== null && startedById !== own) return null;
  return {
    startedById,
    agentId: filter?.agentId ?? null,
    conversationId: filter?.conversationId ?? null,
    statuses: filter?.statuses ?? null,
    origins: filter?.origins ?? null,
    since: filter?.since ?? null,
    until: filter?.until ?? null,
    minimumCost: filter?.minimumCost ?? null,
    minimumDurationMs: filter?.minimumDurationMs ?? null,
    redrivable: filter?.redrivable ?? null,
    search: filter?.search?.toLowerCase() ?? null,
  };
}
