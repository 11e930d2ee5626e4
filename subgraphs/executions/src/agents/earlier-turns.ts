import type { EarlierMessage } from '@aether/runtime';
import { z } from 'zod';
import type { BlobStore } from '@aether/common/blobs';
import type { ConversationStore } from '../db/conversation-store.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { loadPayload } from '../payload.ts';

/** Turns that a client of another protocol keeps itself and sends along, as the context of its run. */
export const sentTurns = z.object({
  messages: z.array(z.object({ role: z.enum(['USER', 'ASSISTANT']), text: z.string() })),
});

/** The turns before a run: of its conversation, or those that its caller sent along. Oldest first, at most `limit`. */
export async function earlierTurns(
  { conversations, blobs }: { readonly conversations: ConversationStore; readonly blobs: BlobStore },
  execution: ExecutionRecord,
  limit: number,
): Promise<readonly EarlierMessage[]> {
  if (execution.conversationId !== null) return conversations.earlierMessages(execution, limit);
  if (execution.context === null) return [];
  const sent = sentTurns.safeParse(JSON.parse(await loadPayload(blobs, execution.context)));
  return sent.success ? sent.data.messages.slice(-limit) : [];
}
