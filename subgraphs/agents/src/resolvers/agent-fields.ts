import { PermittedAction, JSONSchema, pageRequest, requireViewer, toConnection } from '@aether/common/service';
import { isRecord } from '@aether/schema';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { seesDraft, verdictsOf } from '../agent/agent-actions.ts';
import type { AgentRecord } from '../agent/agent.ts';
import type { AgentsContext } from '../context.ts';
import type { DraftRecord, VersionRecord } from '../agent/draft.ts';
import type { ListingRecord } from '../market/listing.ts';
import { loadDraft, loadVersion } from '../loaders.ts';
import { loadListingOf, loadOrigin } from '../market/market-loaders.ts';
import { AgentDraft } from '../types/agent-draft.ts';
import { AgentVersionConnection } from '../types/agent-version-connection.ts';
import { AgentVersion } from '../types/agent-version.ts';
import { Agent } from '../types/agent.ts';
import { Collaborator } from '../types/collaborator.ts';
import { Listing } from '../types/listing.ts';
import { User } from '../types/user.ts';
import { userReference } from '../agent/user-reference.ts';

@Resolver(() => Agent)
export class AgentFields {
  @FieldResolver(() => User, { nullable: true })
  owner(@Root() agent: AgentRecord): User | null {
    return userReference(agent.ownerId);
  }

  @FieldResolver(() => [Collaborator], { description: 'Who works on it with its owner.' })
  collaborators(@Root() agent: AgentRecord): readonly Collaborator[] {
    return agent.collaborators.map(({ userId, role, since }) => ({ user: userReference(userId), role, since }));
  }

  @FieldResolver(() => AgentVersion, { nullable: true, description: 'The version that it was cloned from.' })
  origin(@Root() agent: AgentRecord, @Ctx() context: AgentsContext): Promise<VersionRecord | null> {
    return loadOrigin(context, agent.id);
  }

  @FieldResolver(() => Listing, { nullable: true })
  listing(@Root() agent: AgentRecord, @Ctx() context: AgentsContext): Promise<ListingRecord | null> {
    return loadListingOf(context, agent.id);
  }

  @FieldResolver(() => AgentDraft, {
    nullable: true,
    description: 'For those who may change the agent, and its collaborators.',
  })
  async draft(@Root() agent: AgentRecord, @Ctx() context: AgentsContext): Promise<DraftRecord | null> {
    return seesDraft(requireViewer(context), agent) ? loadDraft(context, agent.id) : null;
  }

  @FieldResolver(() => AgentVersion, { nullable: true })
  async published(@Root() agent: AgentRecord, @Ctx() context: AgentsContext): Promise<VersionRecord | null> {
    return agent.publishedVersionId === null ? null : loadVersion(context, agent.publishedVersionId);
  }

  @FieldResolver(() => AgentVersionConnection)
  async versions(
    @Root() agent: AgentRecord,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: AgentsContext,
  ) {
    const page = pageRequest({ first, after });
    const versions = await context.parts.agents.versionPage(requireViewer(context).tenantId, agent.id, page);
    return toConnection(versions, page, (version) => [version.number]);
  }

  @FieldResolver(() => JSONSchema, { description: 'Of the published version, else of the draft.' })
  async inputSchema(@Root() agent: AgentRecord, @Ctx() context: AgentsContext): Promise<unknown> {
    const { inputs } = await specOf(agent, context);
    return isRecord(inputs) ? inputs : {};
  }

  @FieldResolver(() => JSONSchema, { description: 'Text when the specification declares none.' })
  async outputSchema(@Root() agent: AgentRecord, @Ctx() context: AgentsContext): Promise<unknown> {
    const { outputs } = await specOf(agent, context);
    return isRecord(outputs) ? outputs : { type: 'string' };
  }

  @FieldResolver(() => [PermittedAction])
  viewerActions(@Root() agent: AgentRecord, @Ctx() context: AgentsContext): readonly PermittedAction[] {
    return verdictsOf(requireViewer(context), agent);
  }
}

async function specOf(agent: AgentRecord, context: AgentsContext): Promise<Readonly<Record<string, unknown>>> {
  const source =
    agent.publishedVersionId === null
      ? await loadDraft(context, agent.id)
      : await loadVersion(context, agent.publishedVersionId);
  return source?.spec ?? {};
}
