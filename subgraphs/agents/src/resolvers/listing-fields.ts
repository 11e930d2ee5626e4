import { NotFoundError, PermittedAction, pageRequest, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, FieldResolver, Float, Int, Resolver, Root } from 'type-graphql';
import { type AgentRecord, Visibility } from '../agent/agent.ts';
import type { AgentsContext } from '../context.ts';
import type { VersionRecord } from '../agent/draft.ts';
import { listingVerdicts } from '../market/listing-actions.ts';
import { type ListingRecord, type RatingRecord, averageStars } from '../market/listing.ts';
import { loadAgent, loadVersion } from '../loaders.ts';
import { loadOwnRating, loadOwnRuns, loadRequirements } from '../market/market-loaders.ts';
import { AgentVersion } from '../types/agent-version.ts';
import { Agent } from '../types/agent.ts';
import { Department } from '../types/department.ts';
import { Execution } from '../types/execution.ts';
import { Listing } from '../types/listing.ts';
import { RatingConnection } from '../types/rating-connection.ts';
import { Rating } from '../types/rating.ts';
import { Requirement } from '../types/requirement.ts';

@Resolver(() => Listing)
export class ListingFields {
  @FieldResolver(() => Agent)
  async agent(@Root() listing: ListingRecord, @Ctx() context: AgentsContext): Promise<AgentRecord> {
    return agentOf(listing, context);
  }

  @FieldResolver(() => AgentVersion)
  async version(@Root() listing: ListingRecord, @Ctx() context: AgentsContext): Promise<VersionRecord> {
    const version = await loadVersion(context, listing.versionId);
    if (version === null) throw new NotFoundError('version', listing.versionId);
    return version;
  }

  @FieldResolver(() => Visibility)
  audience(@Root() listing: ListingRecord): Visibility {
    return listing.visibility;
  }

  @FieldResolver(() => Department, { nullable: true })
  department(@Root() { departmentId }: ListingRecord): Department | null {
    return departmentId === null ? null : { id: departmentId };
  }

  @FieldResolver(() => [Requirement], { description: 'What a clone needs, judged for the viewer.' })
  requirements(@Root() listing: ListingRecord, @Ctx() context: AgentsContext): Promise<readonly Requirement[]> {
    return loadRequirements(context, listing.versionId);
  }

  @FieldResolver(() => [Execution], { nullable: 'itemsAndList', description: 'Runs that the owner shows.' })
  sampleExecutions(@Root() listing: ListingRecord): readonly Execution[] {
    return listing.sampleExecutionIds.map((id) => ({ id }));
  }

  @FieldResolver(() => Float, { nullable: true, description: 'Null without ratings.' })
  averageStars(@Root() listing: ListingRecord): number | null {
    return averageStars(listing);
  }

  @FieldResolver(() => RatingConnection, { description: 'Newest first.' })
  async ratings(
    @Root() listing: ListingRecord,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: AgentsContext,
  ) {
    const page = pageRequest({ first, after });
    const ratings = await context.parts.listings.ratings(requireViewer(context).tenantId, listing.id, page);
    return toConnection(ratings, page, (rating) => [rating.updatedAt, rating.id]);
  }

  @FieldResolver(() => Rating, { nullable: true })
  viewerRating(@Root() listing: ListingRecord, @Ctx() context: AgentsContext): Promise<RatingRecord | null> {
    return loadOwnRating(context, listing.id);
  }

  @FieldResolver(() => [PermittedAction])
  async viewerActions(
    @Root() listing: ListingRecord,
    @Ctx() context: AgentsContext,
  ): Promise<readonly PermittedAction[]> {
    const [agent, ownRuns] = await Promise.all([agentOf(listing, context), loadOwnRuns(context, listing.agentId)]);
    return listingVerdicts(requireViewer(context), agent, ownRuns);
  }
}

async function agentOf(listing: ListingRecord, context: AgentsContext): Promise<AgentRecord> {
  const agent = await loadAgent(context, listing.agentId);
  if (agent === null) throw new NotFoundError('agent', listing.agentId);
  return agent;
}
