import { NotFoundError } from '@aether/common/service';
import type { AgentRecord } from '../agent/agent.ts';
import type { CollaborationRole } from '../market/collaboration.ts';
import type { AgentChange } from '../db/agent-changes.ts';
import { removeCollaborator, setCollaboratorRole } from '../db/collaborators.ts';
import { setListingAudience } from '../db/save-listing.ts';
import { OwnerCollaboratesError } from '../market/errors.ts';
import { events } from '../events/events.ts';

/**
 * Somebody works on the locked agent in this role from now on, or with null no more; who may see it follows.
 * @throws OwnerCollaboratesError for the owner; NotFoundError when the tenant has no such person
 */
export async function setCollaborator(
  change: AgentChange,
  { userId, role }: { readonly userId: string; readonly role: CollaborationRole | null },
): Promise<AgentRecord> {
  const { agent, transaction, cause } = change;
  if (userId === agent.ownerId) throw new OwnerCollaboratesError();
  const changed =
    role === null ? await removeCollaborator(change, userId) : await setCollaboratorRole(change, { userId, role });
  if (changed === null) throw new NotFoundError('user', userId);
  const listing = await setListingAudience(transaction, { agentId: agent.id, userId, seesIt: role !== null });
  if (listing !== null) change.tell(events.listingPublished(cause, listing));
  change.tell(events.collaboratorSet(cause, changed, userId, role));
  return changed;
}
