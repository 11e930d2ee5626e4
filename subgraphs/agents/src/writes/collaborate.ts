import { NotFoundError, checkedText } from '@aether/common/service';
import { actorOf } from '../agent/agent.ts';
import type { CollaborationRequestRecord, CollaborationRole } from '../market/collaboration.ts';
import { type AgentsContext, causeOf } from '../context.ts';
import { insertRequest, lockRequest, pendingRequest, writeAnswer } from '../db/collaboration-requests.ts';
import { RequestAnsweredError, RequestPendingError } from '../market/errors.ts';
import { events } from '../events/events.ts';
import { loadRequest } from '../market/market-loaders.ts';
import { setCollaborator } from './set-collaborator.ts';

const MAXIMUM_TEXT = 1_000;

function optionalText(field: string, text: string | null): string | null {
  return checkedText(field, text ?? '', { minimum: 0, maximum: MAXIMUM_TEXT }) || null;
}

/** @throws RequestPendingError when the viewer has asked and was not answered; ActionRefusedError for the owner */
export async function requestCollaboration(
  context: AgentsContext,
  wish: { readonly agentId: string; readonly role: CollaborationRole; readonly message: string | null },
): Promise<CollaborationRequestRecord> {
  const { agentId, role } = wish;
  const message = optionalText('message', wish.message);
  const write = { agentId, action: 'requestCollaboration' } as const;
  const made = await context.parts.changes.change(causeOf(context), write, async (change) => {
    const { transaction, cause, at } = change;
    const requesterId = actorOf(cause.viewer);
    if ((await pendingRequest(transaction, { agentId, requesterId })) !== null) throw new RequestPendingError();
    const request = await insertRequest(transaction, {
      id: context.parts.ids('crq'),
      agentId,
      requesterId,
      role,
      message,
      status: 'PENDING',
      answeredById: null,
      answer: null,
      createdAt: at,
      answeredAt: null,
    });
    change.tell(events.collaborationRequested(cause, request));
    return request;
  });
  if (made === null) throw new Error('A request has no idempotency key and yet was answered as made before.');
  return made;
}

export interface RequestAnswer {
  readonly requestId: string;
  readonly accept: boolean;
  /** Null = the role that was asked for. */
  readonly role: CollaborationRole | null;
  readonly note: string | null;
}

/**
 * Accepting makes the requester a collaborator in the same transaction.
 * @throws NotFoundError when the viewer sees no such request; RequestAnsweredError when somebody answered it before
 */
export async function answerRequest(
  context: AgentsContext,
  answer: RequestAnswer,
): Promise<CollaborationRequestRecord> {
  const { requestId, accept } = answer;
  const found = await loadRequest(context, requestId);
  if (found === null) throw new NotFoundError('request', requestId);
  const note = optionalText('note', answer.note);
  const write = { agentId: found.agentId, action: 'setCollaborator' } as const;
  const answered = await context.parts.changes.change(causeOf(context), write, async (change) => {
    const { transaction, cause, at } = change;
    const request = await lockRequest(transaction, requestId);
    if (request === null) throw new NotFoundError('request', requestId);
    if (request.status !== 'PENDING') throw new RequestAnsweredError(request.status);
    const role = answer.role ?? request.role;
    if (accept) await setCollaborator(change, { userId: request.requesterId, role });
    const done = await writeAnswer(transaction, {
      id: requestId,
      status: accept ? 'ACCEPTED' : 'DECLINED',
      role,
      answer: note,
      answeredById: actorOf(cause.viewer),
      answeredAt: at,
    });
    change.tell(events.collaborationAnswered(cause, done));
    return done;
  });
  if (answered === null) throw new Error('An answer has no idempotency key and yet was answered as made before.');
  return answered;
}
