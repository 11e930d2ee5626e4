import { Permission, requireViewer, toUserError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { cancelExecution } from '../../cancel-execution.ts';
import type { ExecutionsContext } from '../../context.ts';
import { ExecutionEndedError } from '../../errors.ts';
import { CancelExecutionInput } from '../../types/execution-inputs.ts';
import { ExecutionPayload } from '../../types/payloads.ts';
import { toExecution } from '../../types/to-execution.ts';
import { requireOwnExecution } from '../load-execution.ts';

@Resolver()
export class CancelExecutionResolver {
  @Permission('execution:cancel')
  @Mutation(() => ExecutionPayload)
  async cancelExecution(
    @Arg('input', () => CancelExecutionInput) { executionId, reason }: CancelExecutionInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<object> {
    const { parts, requestId } = context;
    const execution = await requireOwnExecution(context, executionId);
    try {
      const request = { viewer: requireViewer(context), reason: reason ?? null, requestId };
      const cancelled = await cancelExecution(parts, execution, request);
      return { execution: toExecution(cancelled, parts.clock.now()), userErrors: [] };
    } catch (error) {
      if (!(error instanceof ExecutionEndedError)) throw error;
      const ended = (await parts.reader.find(execution.tenantId, execution.id)) ?? execution;
      return { execution: toExecution(ended, parts.clock.now()), userErrors: [toUserError(error)] };
    }
  }
}
