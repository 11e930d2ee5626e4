import { PlatformError, Permission, requireViewer, toUserError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { runAgent } from '../../accept/run-agent.ts';
import type { ExecutionsContext } from '../../context.ts';
import { ExecutionPayload } from '../../types/payloads.ts';
import { RunAgentInput } from '../../types/run-agent-input.ts';
import { toExecution } from '../../types/to-execution.ts';
import { MENDABLE, toProblemError } from '../mendable-run.ts';

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
