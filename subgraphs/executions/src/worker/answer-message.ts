import type { RunOutcome } from '@aether/runtime';
import type { MessageRow } from '../db/execution-store.ts';
import type { ExecutionRecord } from '../db/records.ts';

/** The answer as a message of the conversation, right after its question; empty for a run of no conversation. */
export function answerMessages(
  execution: ExecutionRecord,
  outcome: RunOutcome,
  message: { readonly id: string; readonly createdAt: string },
): readonly MessageRow[] {
  if (execution.conversationId === null || execution.turn === null) return [];
  return [
    {
      ...message,
      conversationId: execution.conversationId,
      position: execution.turn * 2,
      role: 'ASSISTANT',
      text: outcome.text,
      citations: JSON.stringify(outcome.citations),
      executionId: execution.id,
    },
  ];
}
