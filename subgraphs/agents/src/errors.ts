import { PlatformError } from '@aether/common/service';

/** Somebody wrote a newer revision; the payload's `conflict` carries theirs. */
export class StaleRevisionError extends PlatformError {
  readonly currentRevision: number;

  constructor(expected: number, currentRevision: number) {
    super('STALE_REVISION', `The draft is at revision ${currentRevision}, not ${expected}.`, {
      path: ['expectedRevision'],
      facts: { expected, currentRevision },
      hint: 'Take over what changed, then write again with the current revision.',
    });
    this.currentRevision = currentRevision;
  }
}

/** The viewer sees the agent but may not do this with it, or its status does not allow it. */
export class ActionRefusedError extends PlatformError {
  constructor(action: string, reason: string) {
    super('FORBIDDEN', reason, { facts: { action }, hint: 'The field viewerActions tells what you may do.' });
  }
}

export class SlugTakenError extends PlatformError {
  constructor(noun: 'agent' | 'model provider' | 'tool server', slug: string) {
    super('ALREADY_EXISTS', `Another ${noun} has the slug "${slug}".`, {
      path: ['slug'],
      facts: { slug },
      hint: 'Choose another one.',
    });
  }
}

export class AgentNotPublishedError extends PlatformError {
  constructor(slug: string) {
    super('AGENT_NOT_PUBLISHED', `The agent "${slug}" has no published version.`, {
      facts: { slug },
      hint: 'Publish it first.',
    });
  }
}

/** A notice: the published version already is what the draft says. */
export class UnchangedDraftError extends PlatformError {
  constructor(number: number) {
    super('CONFLICT', `The draft is the same as version ${number}, which is published: nothing was changed.`, {
      path: ['expectedRevision'],
      facts: { number },
      hint: 'Change the draft, then publish it.',
    });
  }
}

export class StatusRefusedError extends PlatformError {
  constructor(from: string, to: string) {
    super('CONFLICT', `An agent that is ${from} cannot become ${to} now.`, {
      path: ['status'],
      facts: { from, to },
      hint: 'PUBLISHED and DISABLED need a published version; DRAFT is for agents without one.',
    });
  }
}

/** The draft of a run cannot run. Publishing answers each problem as an entry of `userErrors` instead. */
export class InvalidSpecError extends PlatformError {
  constructor(slug: string, issues: readonly { readonly path: readonly string[]; readonly message: string }[]) {
    const first = issues[0];
    super('INVALID_SPEC', `The draft of "${slug}" cannot run: ${first?.message ?? 'it is not valid'}`, {
      path: ['spec', ...(first?.path ?? [])],
      facts: { issues },
      hint: 'Mend what the validation of the draft lists.',
    });
  }
}

export class InvalidPatchError extends PlatformError {
  constructor(problem: { readonly index: number; readonly message: string }) {
    super('INVALID_PATCH', `Operation ${problem.index} does not apply, so none was: ${problem.message}`, {
      path: ['operations', String(problem.index)],
      facts: { ...problem },
      hint: 'Operations are RFC 6902 and apply one after the other to { spec, layout, pins } of the expected revision.',
    });
  }
}

export class NotebooksUnavailableError extends PlatformError {
  constructor(slug: string) {
    super('UNAVAILABLE', `The notebooks of "${slug}" could not be looked up.`, {
      facts: { slug },
      hint: 'Try again in a moment.',
    });
  }
}

export class AudienceError extends PlatformError {
  constructor(visibility: string, field = 'visibility') {
    super(
      'VALIDATION_FAILED',
      `The agent cannot be shown to a ${visibility === 'TEAM' ? 'team' : 'department'}: its owner must choose that, and belong to one.`,
      {
        path: [field],
        facts: { visibility },
        hint: 'Choose PRIVATE or TENANT.',
      },
    );
  }
}

export class CursorAheadError extends PlatformError {
  constructor(after: number, lastSeq: number) {
    super('CURSOR_AHEAD', `The stream ends at ${lastSeq}, before ${after}.`, {
      path: ['after'],
      facts: { after, lastSeq },
      hint: 'Read the agent again and subscribe after its lastSeq.',
    });
  }
}

/** The address changes its origin, and nothing is said about the credential that was given to the old one. */
export class CredentialNotNamedError extends PlatformError {
  constructor(before: string | null, after: string | null) {
    super(
      'CREDENTIAL_SCOPE',
      'The credential was given to another origin and is not sent to this one unless it is named.',
      {
        path: ['credentialId'],
        facts: { before, after },
        hint: 'Name the credential for the new address (that needs "credential:manage"), or null to send none.',
      },
    );
  }
}
