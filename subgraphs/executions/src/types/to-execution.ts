import type { CitationRecord, ExecutionRecord } from '../db/records.ts';
import type { ConversationRecord, MessageRecord } from '../db/conversation-records.ts';
import type { Citation } from './citation.ts';
import type { Conversation } from './conversation.ts';
import type { Execution } from './execution.ts';
import type { Message } from './message.ts';
import { personReference, reference } from './references.ts';

/** A run without an end has lasted until now. */
export function toExecution(record: ExecutionRecord, now: Date): Omit<Execution, 'viewerActions'> {
  const { agentId, versionId, startedById, citations } = record;
  const durationMs =
    record.durationMs ?? (record.startedAt === null ? 0 : now.getTime() - Date.parse(record.startedAt));
  return {
    ...pick(record),
    ownSpent: record.spent - record.childrenSpent,
    record,
    executor: record.executor,
    agent: reference(agentId),
    version: reference(versionId),
    startedBy: personReference(startedById),
    citations: (citations ?? []).map(toCitation),
    deadlineAt: record.status === 'WAITING' ? null : new Date(record.deadlineAtMs).toISOString(),
    chain: { record, traceId: record.traceId, totalDurationMs: Math.max(0, durationMs) },
    rating:
      record.satisfaction === null || record.ratedAt === null
        ? null
        : {
            satisfaction: record.satisfaction,
            comment: record.ratingComment,
            ratedBy: reference(record.ratedById),
            ratedAt: record.ratedAt,
          },
  };
}

function pick(record: ExecutionRecord) {
  const {
    id,
    draftRevision,
    status,
    origin,
    priority,
    error,
    createdAt,
    startedAt,
    endedAt,
    budget,
    spent,
    traceId,
    lastSeq,
  } = record;
  return {
    id,
    draftRevision,
    status,
    origin,
    priority,
    error,
    createdAt,
    startedAt,
    endedAt,
    budget,
    spent,
    traceId,
    lastSeq,
  };
}

export function toCitation(citation: CitationRecord): Citation {
  return { ...citation, passage: reference(citation.passageId) };
}

export function toConversation({
  id,
  title,
  agentId,
  ownerId,
  createdAt,
  updatedAt,
}: ConversationRecord): Conversation {
  return { id, title, agent: reference(agentId), owner: reference(ownerId), createdAt, updatedAt };
}

export function toMessage({ citations, ...message }: MessageRecord): Message {
  return { ...message, citations: (citations ?? []).map(toCitation) };
}
