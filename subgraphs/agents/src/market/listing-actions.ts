import type { Viewer } from '@aether/common/security';
import type { Permission } from '@aether/schema';
import { verdictOf } from '../agent/agent-actions.ts';
import { type AgentRecord, actorOf } from '../agent/agent.ts';
import { RatingNeedsUseError } from './errors.ts';
import { RUNS_FOR_RATING } from './listing.ts';

/** What a viewer may do with one listing, by the name of the mutation. */
export type ListingAction = 'cloneAgent' | 'rateListing' | 'withdrawListing' | 'replyToRating';

export interface ListingVerdict {
  readonly name: ListingAction;
  readonly allowed: boolean;
  readonly reason: string | null;
}

/** Why the viewer may not rate, whatever the runs; null = runs decide. */
export function ratingRefusal(viewer: Viewer, agent: AgentRecord): string | null {
  if (agent.ownerId === actorOf(viewer)) return 'It is your own agent.';
  if (viewer.userId === null) return 'Only people can rate.';
  return lacking(viewer, 'agent:run');
}

/** @param ownRuns finished runs of the viewer with the agent, counted as far as a rating asks */
export function listingVerdicts(viewer: Viewer, agent: AgentRecord, ownRuns: number): readonly ListingVerdict[] {
  const tooFew = ownRuns < RUNS_FOR_RATING ? new RatingNeedsUseError(ownRuns, RUNS_FOR_RATING).message : null;
  const offering = verdictOf('publishListing', viewer, agent).reason;
  return [
    verdict('cloneAgent', lacking(viewer, 'agent:create')),
    verdict('rateListing', ratingRefusal(viewer, agent) ?? tooFew),
    verdict('withdrawListing', offering),
    verdict('replyToRating', offering),
  ];
}

function verdict(name: ListingAction, reason: string | null): ListingVerdict {
  return { name, allowed: reason === null, reason };
}

function lacking(viewer: Viewer, permission: Permission): string | null {
  if (viewer.permissions.includes(permission)) return null;
  return `Your role lacks the permission "${permission}"; an administrator can grant it.`;
}
