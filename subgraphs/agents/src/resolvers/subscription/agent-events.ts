import { NotFoundError, Permission, requireViewer } from '@aether/common/service';
import { Arg, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import type { AgentEventData, AgentEventRecord } from '../../agent/agent-event.ts';
import type { AgentsContext } from '../../context.ts';
import { CursorAheadError } from '../../errors.ts';
import { followAgentEvents } from '../../agent/follow-agent-events.ts';
import { loadAgent } from '../../loaders.ts';
import { AgentEventEnvelope } from '../../types/agent-event-envelope.ts';
import type { AgentEvent } from '../../types/agent-event.ts';
import { userReference } from '../../agent/user-reference.ts';

interface Arguments {
  readonly id: string;
  readonly after?: number | null;
}

@Resolver()
export class AgentEventsResolver {
  @Permission('agent:read')
  @Subscription(() => AgentEventEnvelope, {
    description:
      'What happens to an agent, numbered: all that is kept after `after` (none = from the first), then live.',
    subscribe: ({ args, context }) => subscribe(args, context),
  })
  agentEvents(
    @Root() { seq, at, event }: AgentEventRecord,
    @Arg('id', () => ID) _id: string,
    @Arg('after', () => Int, { nullable: true }) _after: number | null | undefined,
  ): AgentEventEnvelope {
    return { seq, at, event: toGraphQL(event) };
  }
}

/** Refuses before there is a stream, so that a client sees an answer with an error and not a stream that breaks. */
async function subscribe({ id, after }: Arguments, context: AgentsContext): Promise<AsyncIterable<AgentEventRecord>> {
  const { tenantId } = requireViewer(context);
  const agent = await loadAgent(context, id);
  if (agent === null) throw new NotFoundError('agent', id);
  const from = after ?? 0;
  if (from > agent.lastSeq) throw new CursorAheadError(from, agent.lastSeq);
  return followAgentEvents(context.parts, { tenantId, agentId: id, after: from, signal: context.signal });
}

function toGraphQL(event: AgentEventData): AgentEvent {
  switch (event.name) {
    case 'draft-change':
      return { __typename: 'DraftChanged', ...event, changedBy: userReference(event.changedById) };
    case 'agent-publish':
      return { __typename: 'AgentPublished', ...event, publishedBy: userReference(event.publishedById) };
    case 'agent-status-change':
      return { __typename: 'AgentStatusChanged', ...event };
    case 'resync-required':
      return { __typename: 'ResyncRequired', ...event };
  }
}
