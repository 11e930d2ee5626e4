import { pageRequest, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { mayChange } from '../access.ts';
import type { ExecutionsContext } from '../context.ts';
import { Execution, ExecutionConnection } from '../types/execution.ts';
import { toExecution } from '../types/to-execution.ts';
import { loadExecution } from './load-execution.ts';

/** The run that called a run, and those that it called. */
@Resolver(() => Execution)
export class ExecutionFamilyResolver {
  @FieldResolver(() => Execution, { nullable: true, description: 'The run that called this one.' })
  async parent(@Root() { record }: Execution, @Ctx() context: ExecutionsContext): Promise<object | null> {
    return record.parentId === null ? null : loadExecution(context, record.parentId);
  }

  /** Empty for whom the run is only shown: what it called is not. */
  @FieldResolver(() => ExecutionConnection, { description: 'Oldest first.' })
  async children(
    @Root() { record }: Execution,
    @Ctx() context: ExecutionsContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<object> {
    const page = pageRequest({ first, after });
    const [createdAt, id] = page.after ?? [];
    const { tenantId, id: executionId } = record;
    const rows = mayChange(requireViewer(context), record)
      ? await context.parts.children.page(
          { tenantId, executionId },
          {
            after: page.after === null ? null : { createdAt: String(createdAt), id: String(id) },
            limit: page.first + 1,
          },
        )
      : [];
    const now = context.parts.clock.now();
    return toConnection(
      rows.map((row) => toExecution(row, now)),
      page,
      (execution) => [execution.createdAt, execution.id],
    );
  }
}
