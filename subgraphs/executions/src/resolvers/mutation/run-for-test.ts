import {
  ForbiddenError,
  PlatformError,
  Permission,
  requireViewer,
  SERVICE_ONLY,
  toUserError,
} from '@aether/common/service';
import { INTERNAL_OPERATIONS } from '@aether/schema';
import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { runForTest } from '../../accept/run-for-test.ts';
import type { ExecutionsContext } from '../../context.ts';
import { ExecutionPayload } from '../../types/payloads.ts';
import { RunForTestInput } from '../../types/run-for-test-input.ts';
import { toExecution } from '../../types/to-execution.ts';

const CALLERS: readonly string[] = INTERNAL_OPERATIONS.RunForTest.callers;

@Resolver()
export class RunForTestResolver {
  /** On behalf of the person who compares; the same key starts the same run once. */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Mutation(() => ExecutionPayload, {
    description: 'Service only: a run of a pinned specification, of origin TEST.',
  })
  async runForTest(
    @Arg('input', () => RunForTestInput) input: RunForTestInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<object> {
    const { parts, requestId, traceparent, caller } = context;
    if (caller === null || !CALLERS.includes(caller)) throw new ForbiddenError(SERVICE_ONLY);
    try {
      const outcome = await runForTest(parts, input, { viewer: requireViewer(context), requestId, traceparent });
      if ('execution' in outcome)
        return { execution: toExecution(outcome.execution, parts.clock.now()), userErrors: [] };
      const userErrors = outcome.problems.map(({ path, message }) => ({
        path,
        code: 'VALIDATION_FAILED',
        message: `${path.slice(1).join('.')}: ${message}.`,
        hint: 'Give the case what the input schema of the agent asks for.',
      }));
      return { execution: null, userErrors };
    } catch (error) {
      if (error instanceof PlatformError && !error.retryable)
        return { execution: null, userErrors: [toUserError(error)] };
      throw error;
    }
  }
}
