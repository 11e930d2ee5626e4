import type { UserError } from '@aether/common/service';
import type { Visibility } from '../agent/agent.ts';
import { type AgentsContext, causeOf, lookUpCallOf } from '../context.ts';
import type { AgentChange } from '../db/agent-changes.ts';
import { createVersion, setPublished } from '../db/publish-version.ts';
import { updateAgentProperties } from '../db/update-agent.ts';
import type { VersionRecord } from '../agent/draft.ts';
import { StaleRevisionError } from '../errors.ts';
import { events } from '../events/events.ts';
import { loadVersion } from '../loaders.ts';
import { specHash } from '../agent/spec-hash.ts';
import { changeVisibility } from './change-visibility.ts';
import { readAgent } from './read-agent.ts';

export interface PublishRequest {
  readonly agentId: string;
  readonly expectedRevision: number;
  readonly notes: string | null;
  /** Null = stays as it is. */
  readonly visibility: Visibility | null;
}

export type PublishResult =
  | {
      readonly ok: true;
      readonly version: VersionRecord;
      /** False: the draft is what this version has been already, and nothing was changed. */
      readonly isNew: boolean;
    }
  | { readonly ok: false; readonly problems: readonly UserError[] };

/**
 * Makes the draft an immutable version, the published one. The same draft again makes no second version.
 * @throws StaleRevisionError when the draft is at another revision
 */
export async function publishDraft(context: AgentsContext, request: PublishRequest): Promise<PublishResult> {
  const { parts } = context;
  const { agentId, expectedRevision, notes, visibility } = request;
  const { agent, draft } = await readAgent(context, agentId);
  const { valid, issues, spec, facts } = await parts.validator.validate(draft.spec, lookUpCallOf(context));
  const published = agent.publishedVersionId === null ? null : await loadVersion(context, agent.publishedVersionId);

  const result = await parts.changes.change(
    causeOf(context),
    { agentId, action: 'publishAgent' },
    async (change): Promise<PublishResult> => {
      if (draft.revision !== expectedRevision || change.draft.revision !== expectedRevision) {
        throw new StaleRevisionError(expectedRevision, change.draft.revision);
      }
      if (spec === null || !valid) {
        const errors = issues.filter((issue) => issue.severity === 'ERROR');
        return {
          ok: false,
          problems: errors.map(({ path, message, hint }) => ({
            path: ['spec', ...path],
            code: 'INVALID_SPEC',
            message,
            hint,
          })),
        };
      }
      await setVisibility(change, visibility);
      const hash = specHash(spec);
      const unchanged =
        change.agent.status === 'PUBLISHED' && change.agent.publishedVersionId === published?.id ? published : null;
      if (unchanged !== null && unchanged.hash === hash && specHash(unchanged.layout) === specHash(draft.layout)) {
        return { ok: true, version: unchanged, isNew: visibility !== null && visibility !== agent.visibility };
      }
      const version = await createVersion(change, { id: parts.ids('ver'), spec, layout: draft.layout, hash, notes });
      await setPublished(change.transaction, { agentId, versionId: version.id, spec, notebooks: facts.notebooks });
      await change.record({
        name: 'agent-publish',
        versionId: version.id,
        number: version.number,
        publishedById: version.publishedById,
        rolledBack: false,
      });
      change.tell(events.agentPublished(change.cause, change.agent, version));
      return { ok: true, version, isNew: true };
    },
  );
  if (result === null) throw new Error('A publication has no idempotency key and yet was answered as made before.');
  return result;
}

async function setVisibility(change: AgentChange, visibility: Visibility | null): Promise<void> {
  if (visibility === null || visibility === change.agent.visibility) return;
  await updateAgentProperties(change, await changeVisibility(change, visibility));
}
