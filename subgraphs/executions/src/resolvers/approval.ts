import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ExecutionsContext } from '../context.ts';
import { Approval } from '../types/approval.ts';
import { ExecutionStep } from '../types/execution-step.ts';
import { Execution } from '../types/execution.ts';
import { toExecution } from '../types/to-execution.ts';
import { toStep } from '../types/to-step.ts';

/** Fields of an approval that belong to its run. */
@Resolver(() => Approval)
export class ApprovalFieldResolver {
  @FieldResolver(() => Execution)
  execution(@Root() { record }: Approval, @Ctx() context: ExecutionsContext): object {
    return toExecution(record.execution, context.parts.clock.now());
  }

  @FieldResolver(() => ExecutionStep)
  async step(@Root() { record }: Approval, @Ctx() context: ExecutionsContext): Promise<ExecutionStep> {
    const { tenantId, executionId, stepId } = record.approval;
    const [step] = await context.parts.reader.steps(tenantId, executionId, [stepId]);
    if (step === undefined) throw new Error(`The step "${stepId}" of the approval "${record.approval.id}" is gone.`);
    return toStep(step);
  }
}
