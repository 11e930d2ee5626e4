import { pageRequest, Permission, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { actorOf, seesAll } from '../../access.ts';
import type { ExecutionsContext } from '../../context.ts';
import { ApprovalConnection } from '../../types/approval.ts';
import { toApproval } from '../../types/to-approval.ts';

@Resolver()
export class PendingApprovalsResolver {
  @Permission('approval:decide')
  @Query(() => ApprovalConnection, { description: 'What the viewer may decide, oldest first.' })
  async pendingApprovals(
    @Ctx() context: ExecutionsContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<object> {
    const viewer = requireViewer(context);
    const page = pageRequest({ first, after });
    const [createdAt, id] = page.after ?? [];
    const now = context.parts.clock.now();
    const rows = await context.parts.approvals.pending(viewer.tenantId, {
      startedById: seesAll(viewer) ? null : actorOf(viewer),
      nowMs: now.getTime(),
      after: page.after === null ? null : { createdAt: String(createdAt), id: String(id) },
      limit: page.first + 1,
    });
    return toConnection(
      rows.map((row) => toApproval(row, now)),
      page,
      (approval) => [approval.createdAt, approval.id],
    );
  }
}
