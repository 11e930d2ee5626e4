import { Permission, pageRequest, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { CollaborationRequestStatus, RequestDirection } from '../../market/collaboration.ts';
import type { AgentsContext } from '../../context.ts';
import { CollaborationRequestConnection } from '../../types/collaboration-request-connection.ts';

@Resolver()
export class CollaborationRequestsResolver {
  @Permission('agent:read')
  @Query(() => CollaborationRequestConnection, {
    description: 'RECEIVED: for agents that the viewer owns or maintains. Newest first.',
  })
  async collaborationRequests(
    @Arg('direction', () => RequestDirection) direction: RequestDirection,
    @Arg('status', () => CollaborationRequestStatus, { nullable: true })
    status: CollaborationRequestStatus | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: AgentsContext,
  ) {
    const page = pageRequest({ first, after });
    const requests = await context.parts.requests.page(requireViewer(context), direction, status ?? null, page);
    return toConnection(requests, page, (request) => [request.createdAt, request.id]);
  }
}
