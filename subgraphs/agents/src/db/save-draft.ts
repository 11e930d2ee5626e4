import { tenantStatement } from '@aether/common/graph';
import { actorOf, type AgentKind, type AgentType } from '../agent/agent.ts';
import type { DraftDocument } from '../agent/draft-document.ts';
import type { DraftRecord } from '../agent/draft.ts';
import type { AgentChange } from './agent-changes.ts';
import { draftRow } from './rows.ts';

// The agent's type and kind are those of the published version; before the first one they follow the draft.
const SAVE = tenantStatement(
  'agents.save-draft',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId})
   MATCH (draft:AgentDraft {tenantId: $tenantId, agentId: $agentId})
   SET draft.revision = $revision, draft.spec = $spec, draft.layout = $layout, draft.pins = $pins,
     draft.updatedAt = $at, draft.updatedById = $actor,
     agent.type = CASE WHEN agent.publishedVersionId IS NULL THEN coalesce($type, agent.type) ELSE agent.type END,
     agent.kind = CASE WHEN agent.publishedVersionId IS NULL THEN coalesce($kind, agent.kind) ELSE agent.kind END
   RETURN draft {.*} AS draft`,
);

export interface DraftWrite {
  readonly document: DraftDocument;
  /** RFC 6902, from the revision before. */
  readonly operations: readonly unknown[];
  readonly valid: boolean;
  /** Null while the specification does not name one. */
  readonly type: AgentType | null;
  readonly kind: AgentKind | null;
}

/** Writes the next revision of the locked draft and tells its stream. */
export async function saveDraft(change: AgentChange, write: DraftWrite): Promise<DraftRecord> {
  const { transaction, agent, draft, cause, at } = change;
  const { document, operations, valid, type, kind } = write;
  const actor = actorOf(cause.viewer);
  const revision = draft.revision + 1;
  const parameters = {
    agentId: agent.id,
    revision,
    spec: JSON.stringify(document.spec),
    layout: JSON.stringify(document.layout),
    pins: JSON.stringify(document.pins),
    at,
    actor,
    type,
    kind,
  };
  const [row] = await transaction.run(SAVE, parameters, draftRow);
  if (row === undefined) throw new Error(`The draft of ${agent.id} vanished inside its own transaction.`);
  await change.record({ name: 'draft-change', revision, operations, changedById: actor, valid });
  return row.draft;
}
