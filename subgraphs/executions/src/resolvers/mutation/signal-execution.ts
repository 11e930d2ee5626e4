import { PlatformError, Permission, requireViewer, toUserError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { SignalExecutionInput } from '../../types/execution-inputs.ts';
import { ExecutionPayload } from '../../types/payloads.ts';
import { toExecution } from '../../types/to-execution.ts';
import { signalExecution } from '../../waiting/signal-execution.ts';
import { requireOwnExecution } from '../load-execution.ts';

/** What the caller can mend, or must at least see; everything else is an error of the operation. */
const MENDABLE: readonly string[] = [
  'SIGNAL_NOT_AWAITED',
  'SIGNAL_DELIVERED',
  'EXECUTION_ENDED',
  'VALIDATION_FAILED',
  'PAYLOAD_TOO_LARGE',
];

@Resolver()
export class SignalExecutionResolver {
  @Permission('agent:run')
  @Mutation(() => ExecutionPayload, { description: 'Answers a run that waits for a named signal.' })
  async signalExecution(
    @Arg('input', () => SignalExecutionInput) input: SignalExecutionInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<object> {
    const { parts, requestId } = context;
    const { executionId, name, payload, idempotencyKey } = input;
    const execution = await requireOwnExecution(context, executionId);
    const viewer = requireViewer(context);
    try {
      const call = { viewer, name, payload: payload ?? null, idempotencyKey, requestId };
      const signalled = (await signalExecution(parts, execution, call)) ?? execution;
      return { execution: toExecution(signalled, parts.clock.now()), userErrors: [] };
    } catch (error) {
      if (!(error instanceof PlatformError) || !MENDABLE.includes(error.code)) throw error;
      const now = (await parts.reader.find(execution.tenantId, execution.id)) ?? execution;
      return { execution: toExecution(now, parts.clock.now()), userErrors: [toUserError(error)] };
    }
  }
}
