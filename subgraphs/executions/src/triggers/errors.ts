import { PlatformError } from '@aether/common/service';
import type { DeliveryStatus } from './delivery.ts';

/** Unknown address, no proof, a wrong one, one of the day before: one answer, so that nobody learns which addresses exist. */
export class HookRefusedError extends PlatformError {
  constructor() {
    super('UNAUTHENTICATED', 'This address takes only what a known sender has signed, and this request was not.', {
      hint: 'Compare address and secret with those of the trigger. Signatures older than five minutes do not count.',
    });
  }
}

/** An event storm. The sender is told when to come again; nothing was kept. */
export class HookRateLimitedError extends PlatformError {
  readonly retryAfterS: number;

  constructor(ratePerMinute: number, resetMs: number) {
    const retryAfterS = Math.max(1, Math.ceil(resetMs / 1_000));
    super('RATE_LIMITED', `This address takes ${ratePerMinute} events a minute, and more have come.`, {
      facts: { ratePerMinute, retryAfterSeconds: retryAfterS },
      hint: `Send it again in ${retryAfterS} s.`,
    });
    this.retryAfterS = retryAfterS;
  }
}

export class HookBodyTooLargeError extends PlatformError {
  constructor(maximum: number) {
    super('BODY_TOO_LARGE', `The body has more than ${maximum} bytes.`, {
      facts: { maximum },
      hint: 'Send a reference, and let the agent fetch what it names.',
    });
  }
}

/** The installation gave this process no key to seal secrets with. */
export class SecretsUnavailableError extends PlatformError {
  constructor() {
    super('UNAVAILABLE', 'Triggers are not available: this installation has no vault key for executions.', {
      hint: 'Set AETHER_VAULT_KEY to the value that identity has.',
    });
  }
}

export class StaleTriggerError extends PlatformError {
  constructor(expected: number, current: number) {
    super('STALE_REVISION', `The trigger has revision ${current} by now, and the change was made for ${expected}.`, {
      path: ['input', 'expectedRevision'],
      facts: { expected, current },
      hint: 'Read the trigger again and repeat the change.',
    });
  }
}

export class NotReplayableError extends PlatformError {
  constructor(deliveryId: string, status: DeliveryStatus) {
    super('CONFLICT', `The delivery "${deliveryId}" is ${status}: nothing of it was kept that could be replayed.`, {
      path: ['input', 'deliveryId'],
      facts: { deliveryId, status },
    });
  }
}

/** The person in whose name the trigger works cannot start its agent any more. */
export class CreatorRefusedError extends PlatformError {
  constructor(reason: string) {
    super('FORBIDDEN', reason, { hint: 'Somebody who may run the agent creates the trigger anew.' });
  }
}
