import { PlatformError } from '@aether/common/service';
import type { ApprovalStatus } from './approval.ts';

/** The approval is decided, has expired, or its run waits no more. */
export class ApprovalClosedError extends PlatformError {
  constructor(approvalId: string, status: ApprovalStatus) {
    super('CONFLICT', `The approval "${approvalId}" waits for no decision any more: ${status}.`, {
      facts: { approvalId, status },
      hint: 'Look at the run: it shows what was decided.',
    });
  }
}

/** The person decided on something else than what is asked. */
export class ApprovalChangedError extends PlatformError {
  constructor(approvalId: string) {
    super('STALE_REVISION', `The approval "${approvalId}" asks for something else than what you have seen.`, {
      path: ['input', 'proposedHash'],
      facts: { approvalId },
      hint: 'Load it again and decide on what it shows now.',
    });
  }
}
