import { Permission, ValidationError } from '@aether/common/service';
import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { stepColumns } from '../../analysis/step-columns.ts';
import type { ExecutionsContext } from '../../context.ts';
import { ExecutionOutline } from '../../types/execution-outline.ts';
import { visibleExecution } from '../load-execution.ts';

@Resolver()
export class ExecutionOutlineResolver {
  @Permission('execution:read')
  @Query(() => ExecutionOutline, { nullable: true })
  async executionOutline(
    @Arg('id', () => ID) id: string,
    @Arg('fromIndex', () => Int, { nullable: true, defaultValue: 0 }) fromIndex: number,
    @Ctx() context: ExecutionsContext,
  ): Promise<ExecutionOutline | null> {
    if (fromIndex < 0) throw new ValidationError(['fromIndex'], 'at least 0', `${fromIndex}`);
    const execution = await visibleExecution(context, id);
    if (execution === null) return null;
    const steps = await context.parts.reader.columns(execution.tenantId, execution.id);
    const beginMs = Date.parse(execution.startedAt ?? execution.createdAt);
    return { seq: execution.lastSeq, ...stepColumns(steps, fromIndex, beginMs) };
  }
}
