import { requireViewer } from '@aether/common/service';
import { actorOf } from '../agent/agent.ts';
import type { CollaborationRequestRecord } from './collaboration.ts';
import { type AgentsContext, lookUpCallOf } from '../context.ts';
import { originsOf } from '../db/agent-origins.ts';
import type { VersionRecord } from '../agent/draft.ts';
import type { ListingRecord, RatingRecord } from './listing.ts';
import { idOf, loadOne, rememberAgents } from '../loaders.ts';
import { type RequirementVerdict, requirementsOf } from './requirements.ts';
import { shapedSpec } from '../validation/validation.ts';

/** A listing that the viewer sees. */
export function loadListing(context: AgentsContext, id: string): Promise<ListingRecord | null> {
  return loadOne(context, id, {
    name: 'listing',
    keyOf: idOf,
    read: async (viewer, ids) => {
      const found = await context.parts.listings.byIds(viewer, ids);
      rememberAgents(
        context,
        viewer,
        found.map(({ agent }) => agent),
      );
      return found.map(({ listing }) => listing);
    },
  });
}

/** The listing of an agent that was found before, if the viewer sees it. */
export function loadListingOf(context: AgentsContext, agentId: string): Promise<ListingRecord | null> {
  return loadOne(context, agentId, {
    name: 'listing-of-agent',
    keyOf: (listing) => listing.agentId,
    read: (viewer, ids) => context.parts.listings.ofAgents(viewer, ids),
  });
}

/** A rating of a listing that the viewer sees. */
export function loadRating(context: AgentsContext, id: string): Promise<RatingRecord | null> {
  return loadOne(context, id, {
    name: 'rating',
    keyOf: idOf,
    read: (viewer, ids) => context.parts.listings.ratingsByIds(viewer, ids),
  });
}

/** What the viewer gave a listing that was found before. */
export function loadOwnRating(context: AgentsContext, listingId: string): Promise<RatingRecord | null> {
  return loadOne(context, listingId, {
    name: 'own-rating',
    keyOf: (rating) => rating.listingId,
    read: (viewer, ids) => context.parts.listings.ratingsOf(viewer.tenantId, actorOf(viewer), ids),
  });
}

/** A request that the viewer sent or may answer. */
export function loadRequest(context: AgentsContext, id: string): Promise<CollaborationRequestRecord | null> {
  return loadOne(context, id, {
    name: 'collaboration-request',
    keyOf: idOf,
    read: (viewer, ids) => context.parts.requests.byIds(viewer, ids),
  });
}

/** The version that an agent was cloned from. */
export function loadOrigin(context: AgentsContext, agentId: string): Promise<VersionRecord | null> {
  const load = async (ids: readonly string[]) => {
    const origins = await originsOf(context.parts.database, requireViewer(context), ids);
    return ids.map((id) => origins.get(id) ?? null);
  };
  return context.loaders.loader<string, VersionRecord | null>('origin', load).load(agentId);
}

/** Finished runs of the viewer with an agent, counted as far as a rating asks. */
export function loadOwnRuns(context: AgentsContext, agentId: string): Promise<number> {
  const load = async (ids: readonly string[]) => {
    const viewer = requireViewer(context);
    const finished = await context.parts.uses.finishedBy(viewer.tenantId, actorOf(viewer), ids);
    return ids.map((id) => finished.get(id) ?? 0);
  };
  return context.loaders.loader<string, number>('own-runs', load).load(agentId);
}

/** What versions refer to, judged for the viewer: one look for all of a list. */
export function loadRequirements(context: AgentsContext, versionId: string): Promise<readonly RequirementVerdict[]> {
  const load = async (ids: readonly string[]) => {
    const { agents, validator } = context.parts;
    const versions = await agents.versionsByIds(requireViewer(context).tenantId, ids);
    const specs = new Map(versions.map(({ id, spec }) => [id, shapedSpec(spec)]));
    const shaped = [...specs.values()].filter((spec) => spec !== null);
    const facts = await validator.lookUpAll(shaped, lookUpCallOf(context));
    return ids.map((id) => {
      const spec = specs.get(id) ?? null;
      return spec === null ? [] : requirementsOf(spec, facts);
    });
  };
  return context.loaders.loader<string, readonly RequirementVerdict[]>('requirements', load).load(versionId);
}
