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

/** Somebody else has changed the settings of the program meanwhile. */
export class StaleSettingsError extends PlatformError {
  constructor(expected: number, current: number) {
    super('STALE_REVISION', `The settings are at revision ${current}, not ${expected}: somebody else changed them.`, {
      path: ['expectedSettingsRevision'],
      facts: { expected, current },
      hint: 'Read the tool server again and change its settings anew.',
    });
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

export class ProviderInUseError extends PlatformError {
  constructor(slug: string, agents: readonly string[]) {
    super('IN_USE', `The models of "${slug}" are used by published agents: ${agents.join(', ')}.`, {
      path: ['providerId'],
      facts: { slug, agents },
      hint: 'Publish those agents with another model first, or disable the provider.',
    });
  }
}

export class BuiltInProviderError extends PlatformError {
  constructor() {
    super('CONFLICT', 'The built-in provider belongs to the product: it can be disabled, not changed or removed.', {
      path: ['providerId'],
    });
  }
}

/** Whoever called with an own key would pay nobody, and no budget would count it. */
export class OwnKeysWithoutKeyError extends PlatformError {
  constructor(provider: string) {
    super(
      'OWN_KEYS_NOT_ALLOWED',
      `People may use own keys only where a key is needed, and the provider "${provider}" has none of its own: with any text as a key, people would use it past all budgets.`,
      {
        path: ['allowOwnKeys'],
        facts: { provider },
        hint: 'Give the provider a credential of the organization, or let people use no own keys.',
      },
    );
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

export class ToolServerInUseError extends PlatformError {
  constructor(slug: string, agents: readonly string[]) {
    super('IN_USE', `The tools of "${slug}" are used by published agents: ${agents.join(', ')}.`, {
      path: ['toolServerId'],
      facts: { slug, agents },
      hint: 'Publish those agents without its tools first, or disable the server.',
    });
  }
}

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

/** Somebody approves what they have not seen: the definition changed since it was shown to them. */
export class DefinitionChangedError extends PlatformError {
  constructor(slug: string, definitionHash: string) {
    super('CONFLICT', `The definition of "${slug}" is another one than the one that was shown.`, {
      path: ['definitionHash'],
      facts: { slug, definitionHash },
      hint: 'Read the tool again, then approve what it is now.',
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

/** The embedding model does not answer now. */
export class EmbeddingUnavailableError extends PlatformError {
  constructor(model: string, cause: unknown) {
    super('UNAVAILABLE', `The embedding model "${model}" does not answer.`, { facts: { model }, cause });
  }
}

/** The embedding model is refused, or gave nothing that could be searched. */
export class EmbeddingFailedError extends PlatformError {
  constructor(model: string, cause: unknown) {
    super('EMBEDDING_FAILED', `The embedding model "${model}" gave no usable vector.`, { facts: { model }, cause });
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

/** What describes the tools of a server cannot be used. */
export class ToolDocumentError extends PlatformError {
  constructor(problem: string, hint = 'Mend the document, or give another one.') {
    super('VALIDATION_FAILED', `The document cannot be used. ${problem}`, {
      path: ['document'],
      facts: { problem },
      hint,
    });
  }
}

export class RegistryNotConfiguredError extends PlatformError {
  constructor() {
    super('REGISTRY_NOT_CONFIGURED', 'No registry of tool servers is configured here.', {
      hint: 'Import from a file, or ask the operator to set AGENTS_MCP_REGISTRY_URL.',
    });
  }
}

/** Not to be reached, as on a machine without a network, or it speaks something else. */
export class RegistryUnavailableError extends PlatformError {
  /** @param host of the registry; where on it the registry is, is for the operator to know */
  constructor(host: string, problem: string, cause?: unknown) {
    super('REGISTRY_UNAVAILABLE', `The registry ${host} cannot be searched now: ${problem}`, {
      facts: { host, problem },
      cause,
      hint: 'Try again; without a network, import from a file.',
    });
  }
}
