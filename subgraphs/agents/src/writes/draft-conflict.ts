import type { AgentsContext } from '../context.ts';
import type { DraftConflict } from '../types/draft-conflict.ts';
import { userReference } from '../agent/user-reference.ts';
import { readAgent } from './read-agent.ts';

/** The answer to a stale revision: the current document, and whose it is. */
export async function draftConflict(context: AgentsContext, agentId: string): Promise<DraftConflict> {
  const { draft } = await readAgent(context, agentId);
  const { revision, spec, layout, pins, updatedAt, updatedById } = draft;
  return {
    currentRevision: revision,
    changedBy: userReference(updatedById),
    changedAt: updatedAt,
    theirs: { spec, layout, pins },
  };
}
