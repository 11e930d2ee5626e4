import { PlatformError, Permission, requireViewer, toUserError, type UserError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { runAgent } from '../../accept/run-agent.ts';
import type { ExecutionsContext } from '../../context.ts';
import { ExecutionPayload } from '../../types/payloads.ts';
import { RunAgentInput } from '../../types/run-agent-input.ts';
import { toExecution } from '../../types/to-execution.ts';

/** What the caller can mend; everything else is an error of the operation. */
const MENDABLE: readonly string[] = [
  'VALIDATION_FAILED',
  'PAYLOAD_TOO_LARGE',
  'AGENT_NOT_PUBLISHED',
  'AGENT_DISABLED',
  'INVALID_SPEC',
  'STALE_REVISION',
  'EXECUTOR_NOT_CONFIGURED',
];

@Resolver()
export class RunAgentResolver {
  @Permission('agent:run')
  @Mutation(() => ExecutionPayload)
  async runAgent(
    @Arg('input', () => RunAgentInput) input: RunAgentInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<object> {
    const { requestId, traceparent, parts } = context;
    try {
      const outcome = await runAgent(parts, input, { viewer: requireViewer(context), requestId, traceparent });
      if ('problems' in outcome) return { execution: null, userErrors: outcome.problems.map(toProblemError) };
      return { execution: toExecution(outcome.execution, parts.clock.now()), userErrors: [] };
    } catch (error) {
      if (error instanceof PlatformError && MENDABLE.includes(error.code))
        return { execution: null, userErrors: [toUserError(error)] };
      throw error;
    }
  }
}

function toProblemError({ path, message }: { readonly path: readonly string[]; readonly message: string }): UserError {
  return {
    path,
    code: 'VALIDATION_FAILED',
    message: `${path.slice(1).join('.')}: ${message}.`,
    hint: 'Send what the input schema of the agent asks for.',
  };
}
