import {
  NotFoundError,
  Permission,
  type PlatformError,
  requireViewer,
  toUserError,
  ValidationError,
} from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { decideApproval } from '../../approval/decide-approval.ts';
import type { ExecutionsContext } from '../../context.ts';
import { ApprovalChangedError, ApprovalClosedError } from '../../approval/errors.ts';
import { DecideApprovalInput } from '../../types/approval.ts';
import { ApprovalPayload } from '../../types/payloads.ts';
import { toApproval } from '../../types/to-approval.ts';
import { visibleApproval } from '../load-approval.ts';

/** What the caller can mend, or must at least see. */
function isMendable(error: unknown): error is PlatformError {
  return (
    error instanceof ApprovalClosedError || error instanceof ApprovalChangedError || error instanceof ValidationError
  );
}

@Resolver()
export class DecideApprovalResolver {
  @Permission('approval:decide')
  @Mutation(() => ApprovalPayload)
  async decideApproval(
    @Arg('input', () => DecideApprovalInput) input: DecideApprovalInput,
    @Ctx() context: ExecutionsContext,
  ): Promise<object> {
    const { parts, requestId } = context;
    const { approvalId, decision, proposedHash } = input;
    const asked = await visibleApproval(context, approvalId);
    if (asked === null) throw new NotFoundError('approval', approvalId);
    try {
      const decided = await decideApproval(parts, asked, {
        viewer: requireViewer(context),
        decision,
        proposedHash,
        edits: input.edits ?? null,
        comment: input.comment ?? null,
        requestId,
      });
      return { approval: toApproval(decided, parts.clock.now()), userErrors: [] };
    } catch (error) {
      if (!isMendable(error)) throw error;
      const now = (await visibleApproval(context, approvalId)) ?? asked;
      return { approval: toApproval(now, parts.clock.now()), userErrors: [toUserError(error)] };
    }
  }
}
