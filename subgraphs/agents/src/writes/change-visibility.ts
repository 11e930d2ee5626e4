import { maintains } from '../agent/agent-actions.ts';
import { Visibility, audienceOf } from '../agent/agent.ts';
import { withCollaborators } from '../market/collaboration.ts';
import type { AgentChange } from '../db/agent-changes.ts';
import { narrowListing } from '../db/save-listing.ts';
import type { AgentProperties } from '../db/update-agent.ts';
import { ActionRefusedError, AudienceError } from '../errors.ts';
import { events } from '../events/events.ts';
import { isWithin } from '../market/listing.ts';

/**
 * Who sees the locked agent from now on. A listing that was shown more widely is narrowed with it.
 * @throws ActionRefusedError for an editor; AudienceError when the visibility is not this viewer's to choose
 */
export async function changeVisibility(change: AgentChange, visibility: Visibility): Promise<AgentProperties> {
  const { transaction, agent, cause } = change;
  const { viewer } = cause;
  if (!maintains(viewer, agent))
    throw new ActionRefusedError('updateAgent', 'Who sees the agent is for its owner and its maintainers to choose.');
  const chosen = audienceOf(visibility, agent.ownerId, viewer);
  if (chosen === null) throw new AudienceError(visibility);
  const audience = withCollaborators(chosen, agent.collaborators);
  const wider = Object.values(Visibility).filter((other) => !isWithin(other, visibility));
  const narrowed = await narrowListing(transaction, { agentId: agent.id, visibility, wider, audience });
  if (narrowed !== null) change.tell(events.listingPublished(cause, narrowed));
  return { visibility, audience };
}
