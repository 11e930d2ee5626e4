import { ValidationError } from '@aether/common/service';
import type { AgentRecord } from '../agent/agent.ts';
import { type AgentsContext, causeOf, lookUpCallOf } from '../context.ts';
import type { AgentWrite } from '../db/agent-changes.ts';
import { type DraftWrite, saveDraft } from '../db/save-draft.ts';
import type { DraftDocument } from '../agent/draft-document.ts';
import type { DraftRecord } from '../agent/draft.ts';
import { StaleRevisionError } from '../errors.ts';
import { excessOf } from '../agent/json-limits.ts';
import { namedKind, namedType } from '../agent/named-kind.ts';
import { readAgent } from './read-agent.ts';

export interface DraftEdit {
  readonly document: DraftDocument;
  readonly operations: readonly unknown[];
}

export interface DraftRequest extends Pick<AgentWrite, 'agentId' | 'idempotency'> {
  readonly expectedRevision: number;
  /** The next document, from the draft at the expected revision. */
  readonly edit: (draft: DraftRecord, agent: AgentRecord) => Promise<DraftEdit>;
}

/**
 * Replaces the draft by its next revision, if nobody else did so since the expected one. The edit is made and validated before the
 * transaction, which then only has to find the revision unchanged; so no other service is asked while locks are held.
 * @throws StaleRevisionError when the draft is at another revision
 * @throws NotFoundError | ActionRefusedError as every write to an agent
 */
export async function writeDraft(context: AgentsContext, request: DraftRequest): Promise<DraftRecord> {
  const { agentId, expectedRevision, edit, idempotency } = request;
  const prepared = await prepare(context, agentId, expectedRevision, edit);
  const write = { agentId, action: 'updateAgentDraft', ...(idempotency === undefined ? {} : { idempotency }) } as const;
  const saved = await context.parts.changes.change(causeOf(context), write, (change) => {
    if (prepared === null || change.draft.revision !== expectedRevision)
      throw new StaleRevisionError(expectedRevision, change.draft.revision);
    return saveDraft(change, prepared);
  });
  return saved ?? (await readAgent(context, agentId)).draft;
}

/** Null when the draft is at another revision: then the transaction decides whether this was sent before or comes too late. */
async function prepare(
  context: AgentsContext,
  agentId: string,
  expectedRevision: number,
  edit: DraftRequest['edit'],
): Promise<DraftWrite | null> {
  const { agent, draft } = await readAgent(context, agentId);
  if (draft.revision !== expectedRevision) return null;
  const { document, operations } = await edit(draft, agent);
  for (const part of ['spec', 'layout', 'pins'] as const) {
    const excess = excessOf(document[part]);
    if (excess !== null) throw new ValidationError([part], excess, 'more', 'Keep large texts in a notebook.');
  }
  const { valid } = await context.parts.validator.validate(document.spec, lookUpCallOf(context));
  return { document, operations, valid, type: namedType(document.spec), kind: namedKind(document.spec) };
}
