import { pageRequest, Permission, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { ExecutionFilter } from '../../types/execution-filter.ts';
import { ExecutionConnection } from '../../types/execution.ts';
import { toExecution } from '../../types/to-execution.ts';
import { conditionsOf } from '../conditions.ts';

@Resolver()
export class ExecutionsResolver {
  @Permission('execution:read')
  @Query(() => ExecutionConnection)
  async executions(
    @Ctx() context: ExecutionsContext,
    @Arg('filter', () => ExecutionFilter, { nullable: true }) filter: ExecutionFilter | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<object> {
    const viewer = requireViewer(context);
    const page = pageRequest({ first, after });
    const conditions = conditionsOf(viewer, filter);
    const [createdAt, id] = page.after ?? [];
    const before = page.after === null ? null : { createdAt: String(createdAt), id: String(id) };
    const rows =
      conditions === null
        ? []
        : await context.parts.reader.list(viewer.tenantId, conditions, { before, limit: page.first + 1 });
    const now = context.parts.clock.now();
    return toConnection(
      rows.map((row) => toExecution(row, now)),
      page,
      (execution) => [execution.createdAt, execution.id],
    );
  }
}
