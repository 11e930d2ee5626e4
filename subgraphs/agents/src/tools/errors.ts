import { PlatformError } from '@aether/common/service';

export class ToolServerInUseError extends PlatformError {
  constructor(slug: string, agents: readonly string[]) {
    super('IN_USE', `The tools of "${slug}" are used by published agents: ${agents.join(', ')}.`, {
      path: ['toolServerId'],
      facts: { slug, agents },
      hint: 'Publish those agents without its tools first, or disable the server.',
    });
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
