import { PlatformError, Permission, requireViewer, toUserError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { retryExecution } from '../../retry/retry-execution.ts';
import { RetryExecutionInput } from '../../types/execution-inputs.ts';
import { ExecutionPayload } from '../../types/payloads.ts';
import { toExecution } from '../../types/to-execution.ts';
import { requireOwnExecution } from '../load-execution.ts';
import { MENDABLE, toProblemError } from '../mendable-run.ts';

@Resolver()
export class RetryExecutionResolver {
  @Permission('agent:run')
  @Mutation(() => ExecutionPayload, { description: 'A new execution; steps before `fromStep` are REUSED.' })
  async retryExecution(
    @Arg('input', () => RetryExecutionInput) input: RetryExecutionInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<object> {
    const { requestId, traceparent, parts } = context;
    const { fromStep, inputOverride, versionId, budget, idempotencyKey } = input;
    const execution = await requireOwnExecution(context, input.executionId);
    const question = {
      fromStep: fromStep ?? null,
      inputOverride: inputOverride ?? null,
      versionId: versionId ?? null,
      budget: budget ?? null,
      idempotencyKey,
    };
    try {
      const call = { viewer: requireViewer(context), requestId, traceparent };
      const outcome = await retryExecution(parts, execution, question, call);
      if ('problems' in outcome) return { execution: null, userErrors: outcome.problems.map(toProblemError) };
      return { execution: toExecution(outcome.execution, parts.clock.now()), userErrors: [] };
    } catch (error) {
      if (
        !(error instanceof PlatformError) ||
        ![...MENDABLE, 'CONFLICT', 'STEP_NEVER_RAN', 'PAYLOAD_EXPIRED'].includes(error.code)
      )
        throw error;
      return { execution: null, userErrors: [toUserError(error)] };
    }
  }
}
