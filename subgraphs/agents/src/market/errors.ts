import { PlatformError } from '@aether/common/service';

/** The listing would be shown to more people than its agent. */
export class ListingTooWideError extends PlatformError {
  constructor(audience: string, visibility: string) {
    super(
      'VALIDATION_FAILED',
      `The listing cannot be shown to ${audience} while the agent itself is shown to ${visibility}.`,
      { path: ['audience'], facts: { audience, visibility }, hint: 'Widen the visibility of the agent first.' },
    );
  }
}

/** A run that was to be shown is not the viewer's own, is of another agent, or has not ended: the answer is the same for all. */
export class SampleRefusedError extends PlatformError {
  constructor(executionId: string, index: number) {
    super(
      'VALIDATION_FAILED',
      `The run "${executionId}" cannot be shown: choose runs of this agent that you started and that have ended.`,
      { path: ['sampleExecutionIds', String(index)], facts: { executionId } },
    );
  }
}

/** Who has not used an agent cannot say how good it is. */
export class RatingNeedsUseError extends PlatformError {
  constructor(finished: number, needed: number) {
    const missing = needed - finished;
    super(
      'RATING_NEEDS_USE',
      `A rating needs ${needed} finished runs of your own; ${missing} ${missing === 1 ? 'is' : 'are'} missing.`,
      { facts: { finished, needed, missing }, hint: 'Run the agent, then rate it.' },
    );
  }
}

/** Somebody asked before and was not answered yet. */
export class RequestPendingError extends PlatformError {
  constructor() {
    super('ALREADY_EXISTS', 'You have asked already, and the owner has not answered yet.', {
      path: ['agentId'],
      hint: 'Your requests in the marketplace show it.',
    });
  }
}

export class RequestAnsweredError extends PlatformError {
  constructor(status: string) {
    super('CONFLICT', `The request was answered before: it is ${status}.`, {
      path: ['requestId'],
      facts: { status },
      hint: 'Change the role of a collaborator instead.',
    });
  }
}

/** The owner stands above every role. */
export class OwnerCollaboratesError extends PlatformError {
  constructor() {
    super('VALIDATION_FAILED', 'The owner of an agent needs no role in it.', { path: ['userId'] });
  }
}

/** A clone needs something that the cloner may not use, and nothing was bound in its place. */
export class RequirementNotMetError extends PlatformError {
  constructor(requirement: { readonly kind: string; readonly slug: string; readonly reason: string | null }) {
    const { kind, slug, reason } = requirement;
    super('REQUIREMENT_NOT_MET', reason ?? `You may not use "${slug}".`, {
      path: ['bindings', `${kind.toLowerCase()}:${slug}`],
      facts: { kind, slug },
      hint: 'Bind another one that you may use, or ask its owner for access.',
    });
  }
}
