import { NotFoundError, Permission, requireViewer, toUserError, ValidationError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../access.ts';
import type { ExecutionsContext } from '../../context.ts';
import { ExecutionNotEndedError } from '../../errors.ts';
import { isEnded } from '../../execution.ts';
import { RateExecutionInput } from '../../types/execution-inputs.ts';
import { ExecutionPayload } from '../../types/payloads.ts';
import { toExecution } from '../../types/to-execution.ts';
import { requireOwnExecution } from '../load-execution.ts';

const MAXIMUM_COMMENT_LENGTH = 2_000;

function refusalOf({ satisfaction, comment }: RateExecutionInput): ValidationError | null {
  if (satisfaction < 1 || satisfaction > 5)
    return new ValidationError(['input', 'satisfaction'], 'an integer from 1 to 5', `${satisfaction}`);
  if ((comment ?? '').length <= MAXIMUM_COMMENT_LENGTH) return null;
  return new ValidationError(
    ['input', 'comment'],
    `at most ${MAXIMUM_COMMENT_LENGTH} characters`,
    `${comment?.length}`,
  );
}

@Resolver()
export class RateExecutionResolver {
  @Permission('execution:rate')
  @Mutation(() => ExecutionPayload)
  async rateExecution(
    @Arg('input', () => RateExecutionInput) input: RateExecutionInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<object> {
    const { parts, requestId } = context;
    const { tenantId, id, status } = await requireOwnExecution(context, input.executionId);
    const refusal = isEnded(status)
      ? refusalOf(input)
      : new ExecutionNotEndedError(id, status, 'Wait for its end, then rate it.');
    if (refusal !== null) return { execution: null, userErrors: [toUserError(refusal)] };
    const rated = await parts.reader.rate(tenantId, id, {
      satisfaction: input.satisfaction,
      comment: input.comment ?? null,
      ratedById: actorOf(requireViewer(context)),
      at: parts.clock.now().toISOString(),
      requestId,
    });
    if (rated === null) throw new NotFoundError('run', id);
    parts.live.changed({ tenantId, executionId: id });
    return { execution: toExecution(rated, parts.clock.now()), userErrors: [] };
  }
}
