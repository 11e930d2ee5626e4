import { actorOf } from '../agent/agent.ts';
import { type AgentsContext, causeOf, lookUpCallOf } from '../context.ts';
import { setPublished } from '../db/publish-version.ts';
import type { VersionRecord } from '../agent/draft.ts';
import { events } from '../events/events.ts';
import { shapedSpec } from '../validation/validation.ts';
import { versionOf } from './version-of.ts';

/**
 * Makes an earlier version the published one. It is not validated again: going back is what helps when something broke, and a run tells
 * what is gone.
 */
export async function rollBack(
  context: AgentsContext,
  request: { readonly agentId: string; readonly versionId: string; readonly notes: string | null },
): Promise<VersionRecord> {
  const { agentId, versionId, notes } = request;
  const version = await versionOf(context, agentId, versionId);
  const spec = shapedSpec(version.spec);
  if (spec === null) throw new Error(`The version ${versionId} holds a specification that was never valid.`);
  const { notebooks } = await context.parts.validator.lookUp(spec, lookUpCallOf(context));
  await context.parts.changes.change(causeOf(context), { agentId, action: 'publishAgent' }, async (change) => {
    if (change.agent.publishedVersionId === versionId && change.agent.status === 'PUBLISHED') return;
    await setPublished(change.transaction, { agentId, versionId, spec, notebooks });
    const publishedById = actorOf(change.cause.viewer);
    await change.record({ name: 'agent-publish', versionId, number: version.number, publishedById, rolledBack: true });
    change.tell(events.agentRolledBack(change.cause, change.agent, version, notes));
  });
  return version;
}
