import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { ExecutionStep } from '../../types/execution-step.ts';
import { toStep } from '../../types/to-step.ts';
import { visibleExecution } from '../load-execution.ts';

@Resolver()
export class StepResolver {
  @Permission('execution:read')
  @Query(() => ExecutionStep, { nullable: true })
  async step(
    @Arg('executionId', () => ID) executionId: string,
    @Arg('stepId', () => ID) stepId: string,
    @Ctx() context: ExecutionsContext,
  ): Promise<ExecutionStep | null> {
    const execution = await visibleExecution(context, executionId);
    if (execution === null) return null;
    const [step] = await context.parts.reader.steps(execution.tenantId, execution.id, [stepId]);
    return step === undefined ? null : toStep(step);
  }
}
