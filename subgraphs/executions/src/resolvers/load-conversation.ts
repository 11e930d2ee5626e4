import { requireViewer } from '@aether/common/service';
import { actorOf } from '../access.ts';
import type { ExecutionsContext } from '../context.ts';
import type { Conversation } from '../types/conversation.ts';
import { toConversation } from '../types/to-execution.ts';

/** Null for an unknown one and for somebody else's: the same answer for both. */
export async function loadConversation(context: ExecutionsContext, id: string): Promise<Conversation | null> {
  const viewer = requireViewer(context);
  const owner = { tenantId: viewer.tenantId, ownerId: actorOf(viewer) };
  const conversation = await context.parts.conversations.find(owner, id);
  return conversation === null ? null : toConversation(conversation);
}
