import type { AgentsContext } from '../context.ts';
import type { DraftRecord } from '../agent/draft.ts';
import { StaleRevisionError } from '../errors.ts';
import type { AgentDraftPayload } from '../types/agent-draft-payload.ts';
import { draftConflict } from './draft-conflict.ts';
import { mendableError } from './mendable-error.ts';

/** The payload of a write to a draft: the draft, their newer one, or what the caller can mend. */
export async function draftAnswer(
  context: AgentsContext,
  agentId: string,
  write: () => Promise<DraftRecord>,
): Promise<AgentDraftPayload> {
  try {
    return { draft: await write(), conflict: null, userErrors: [] };
  } catch (error) {
    if (error instanceof StaleRevisionError)
      return { draft: null, conflict: await draftConflict(context, agentId), userErrors: [] };
    return { draft: null, conflict: null, userErrors: [mendableError(error)] };
  }
}
