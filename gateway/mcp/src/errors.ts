import { PlatformError } from '@aether/common/service';
import type { Finding } from './quarantine/finding.ts';
import { shownScopes } from './upstream/shown-scopes.ts';

export class ToolNotFoundError extends PlatformError {
  constructor(name: string) {
    super('TOOL_NOT_FOUND', `There is no tool "${name}" that you can call.`, {
      facts: { tool: name },
      hint: 'List the tools you can call with tools/list.',
    });
  }
}

/** Unknown, disabled, or of another tenant: the answer is the same. */
export class ToolServerNotFoundError extends PlatformError {
  constructor(slug: string) {
    super('NOT_FOUND', `There is no tool server "${slug}" that you can use.`, {
      facts: { server: slug },
      hint: 'Its slug is on the Tools page.',
    });
  }
}

/** Unknown, disabled, of another tenant, or not in this version: the answer is the same. */
export class RegistryEntryNotFoundError extends PlatformError {
  constructor(name: string, version: string) {
    super('NOT_FOUND', `There is no server "${name.slice(0, 200)}" in version "${version.slice(0, 100)}" here.`, {
      facts: { name, version },
      hint: 'GET /v0.1/servers lists the servers that you can use.',
    });
  }
}

export class ToolNotApprovedError extends PlatformError {
  constructor(slug: string, changed: boolean) {
    super(
      'TOOL_NOT_APPROVED',
      changed ? `The tool "${slug}" has changed since it was approved.` : `The tool "${slug}" is not approved.`,
      { facts: { tool: slug, changed }, hint: 'Ask an administrator to look at it on the Tools page.' },
    );
  }
}

/** The API key is limited to other tools. */
export class ToolNotAllowedError extends PlatformError {
  constructor(slug: string, patterns: readonly string[]) {
    super('TOOL_NOT_ALLOWED', `This API key may not use the tool "${slug}".`, {
      facts: { tool: slug, allowed: patterns },
      hint: `It may use ${patterns.slice(0, 5).join(', ')}; tools/list lists them.`,
    });
  }
}

export class ToolArgumentsError extends PlatformError {
  constructor(slug: string, problem: string) {
    super('TOOL_ARGUMENTS_INVALID', `The arguments of "${slug}" do not fit its schema: ${problem}.`, {
      facts: { tool: slug, problem },
      hint: 'Mend the argument and call it again; it was not called.',
    });
  }
}

/** The server did not take the call, or does not speak MCP as it should. */
export class ToolRefusedError extends PlatformError {
  constructor(server: string, problem: string, cause?: unknown) {
    super('TOOL_REFUSED', `The tool server "${server}" refused: ${problem}`, { facts: { server, problem }, cause });
  }
}

/** What describes the tools of a server cannot be used. */
export class ToolDocumentError extends PlatformError {
  constructor(server: string, problem: string) {
    super('TOOL_REFUSED', `The document of the tool server "${server}" cannot be used. ${problem}`, {
      facts: { server, problem },
      hint: 'Mend the document; it is read again in a minute, or connect the server with another one.',
    });
  }
}

/** A TAS-MCP that calls nothing, and says success: of the time before it called its servers, or for one over gRPC. */
export class TasPlaceholderError extends PlatformError {
  constructor(server: string) {
    super(
      'TOOL_REFUSED',
      `The tool server "${server}" is behind a TAS-MCP that answers {"status":"success"} and calls nothing.`,
      {
        facts: { server },
        hint: 'Older ones do so for every server, later ones for those over gRPC: update the TAS-MCP, register the server over http or sse, or connect it here by its own address.',
      },
    );
  }
}

export class ToolUnauthorizedError extends PlatformError {
  constructor(server: string, cause?: unknown) {
    super('TOOL_UNAUTHORIZED', `The tool server "${server}" refused the credential it was given.`, {
      facts: { server },
      cause,
      hint: 'Choose or rotate the credential of this server.',
    });
  }
}

/** Only a person can get what the server wants; the call was not sent. */
export class ToolNeedsAuthError extends PlatformError {
  constructor(server: string, cause?: unknown) {
    super('NEEDS_AUTH', `Somebody has to sign in to the tool server "${server}" before it can be used.`, {
      facts: { server },
      cause,
      hint: 'Sign in on its page; what waits for it goes on then.',
    });
  }
}

/** Each person calls this server with an own account, and the one who calls has none that is good there; the call was not sent. */
export class ToolNeedsOwnAccountError extends PlatformError {
  constructor(server: string, cause?: unknown) {
    super('NEEDS_AUTH', `The tool server "${server}" is called with your own account, and none is connected.`, {
      facts: { server, ownAccount: true },
      cause,
      hint: 'Connect your account on its page; what waits for it goes on then.',
    });
  }
}

/** Each person calls this server with an own account, and who calls is no person. */
export class ToolNeedsPersonError extends PlatformError {
  constructor(server: string) {
    super(
      'TOOL_NEEDS_PERSON',
      `Each person calls the tool server "${server}" with an own account, and an API key or a service account has none.`,
      {
        facts: { server },
        hint: 'Call it as a person: sign in, or connect your app over OAuth in place of the API key.',
      },
    );
  }
}

/** More than was granted is wanted, which a person can grant; the call was not taken. */
export class ToolNeedsScopesError extends PlatformError {
  /** @param isOwn it was granted to the account of the person who calls, who alone can grant more */
  constructor(server: string, scopes: readonly string[], isOwn: boolean) {
    super(
      'NEEDS_AUTH',
      `The tool server "${server}" says that it needs more than was granted to it: ${isOwn ? 'you have' : 'somebody has'} to sign in again and grant ${shownScopes(scopes)}.`,
      {
        facts: { server, scopes, ...(isOwn ? { ownAccount: true } : {}) },
        hint: 'Sign in on its page; what waits for it goes on then.',
      },
    );
  }
}

/** It wants scopes that it has, or that nobody would grant when they were asked for. */
export class ToolScopesRefusedError extends PlatformError {
  constructor(server: string, scopes: readonly string[]) {
    super(
      'TOOL_UNAUTHORIZED',
      `The tool server "${server}" says that its token lacks ${shownScopes(scopes)}, which a sign-in has asked for before.`,
      {
        facts: { server, scopes },
        hint: 'Ask whoever manages that server to grant them, then sign in again.',
      },
    );
  }
}

/** The credential was made for another server, which alone may see it. */
export class CredentialScopeError extends PlatformError {
  constructor(server: string, scopes: readonly string[]) {
    super('CREDENTIAL_SCOPE', `The credential of the tool server "${server}" is for ${scopes.join(', ')} only.`, {
      facts: { server, scopes },
      hint: 'Sign in to this server, or give it a credential of its own.',
    });
  }
}

/** The call was not sent. */
export class ToolServerUnavailableError extends PlatformError {
  constructor(server: string, problem: string, cause?: unknown) {
    const said = withoutPeriod(problem);
    super('TOOL_SERVER_UNAVAILABLE', `The tool server "${server}" cannot be used now: ${said}.`, {
      facts: { server, problem: said },
      cause,
      hint: 'Try again in a moment.',
    });
  }
}

/** It is there, and wants to be asked less often. */
export class ToolServerBusyError extends ToolServerUnavailableError {}

/** Of the server itself it says nothing: what it would be sent with cannot be had at the moment. */
export class ToolCredentialUnavailableError extends ToolServerUnavailableError {
  constructor(server: string, cause: PlatformError) {
    super(server, `its credential cannot be had: ${cause.message}`, cause);
  }
}

/** The call was sent, and no result came: the connection broke, or what came says nothing of what the tool did. */
export class ToolInterruptedError extends PlatformError {
  constructor(server: string, cause?: unknown, problem: string | null = null) {
    const what = problem === null ? 'went away before it answered.' : `did not answer with a result: ${problem}`;
    super('TOOL_INTERRUPTED', `The tool server "${server}" ${what}`, {
      facts: problem === null ? { server } : { server, problem },
      cause,
      hint: 'Whether the call took effect is not known.',
    });
  }
}

export class ToolTimeoutError extends PlatformError {
  constructor(server: string, limitMs: number) {
    super('TOOL_TIMEOUT', `The tool server "${server}" did not answer within ${limitMs} ms.`, {
      facts: { server, limitMs },
      hint: 'It was told to stop; whether the call took effect is not known.',
    });
  }
}

export class ToolResultTooLargeError extends PlatformError {
  constructor(server: string, limitBytes: number) {
    super('TOOL_RESULT_TOO_LARGE', `The tool server "${server}" answered more than ${limitBytes} bytes.`, {
      facts: { server, limitBytes },
      hint: 'Ask for less: a filter, a page.',
    });
  }
}

/** The tool was called and answered; its answer is not handed on. */
export class ToolResultQuarantinedError extends PlatformError {
  readonly findings: readonly Finding[];

  /** @param what the tool, prompt or resource, as its caller knows it */
  constructor(what: string, findings: readonly Finding[]) {
    const [first] = findings;
    const rules = [...new Set(findings.map(({ rule }) => rule))];
    super(
      'TOOL_RESULT_QUARANTINED',
      `The answer of "${what}" is held back: ${rules.join(', ')}, first at ${first?.path ?? ''} (character ${first?.offset ?? 0}).`,
      {
        facts: { tool: what, rule: first?.rule, rules, path: first?.path, offset: first?.offset },
        hint: 'It was called, and may have done what it does: do not repeat it. An administrator decides on the page of its server.',
      },
    );
    this.findings = findings;
  }
}

export class ToolCallCancelledError extends PlatformError {
  constructor() {
    super('CANCELLED', 'The call was cancelled.');
  }
}

export class CredentialUnreadableError extends PlatformError {
  constructor(server: string, cause?: unknown) {
    super('CREDENTIAL_UNREADABLE', `The credential of the tool server "${server}" cannot be opened.`, {
      facts: { server },
      cause,
      hint: 'Store it again and choose it for this server.',
    });
  }
}

/** Not ours, changed, too old, or given out to somebody else. */
export class RequestStateError extends PlatformError {
  constructor(cause?: unknown) {
    super('VALIDATION_FAILED', 'Invalid or expired requestState', {
      facts: { reason: 'invalid_request_state' },
      cause,
      hint: 'Send the request again without it; the server asks again.',
    });
  }
}

/** Unknown, of a server that cannot be used, or of a kind that is not passed on: the answer is the same. */
export class ResourceNotFoundError extends PlatformError {
  constructor(uri: string, cause?: unknown) {
    super('NOT_FOUND', 'Resource not found', {
      facts: { uri },
      cause,
      hint: 'List the resources you can read with resources/list.',
    });
  }
}

export class PromptNotFoundError extends PlatformError {
  constructor(name: string) {
    super('NOT_FOUND', `There is no prompt "${name}" that you can use.`, {
      facts: { prompt: name },
      hint: 'List the prompts you can use with prompts/list.',
    });
  }
}

export class ClientOriginRefusedError extends PlatformError {
  constructor(origin: string) {
    super('ORIGIN_REFUSED', `Pages of "${origin.slice(0, 200)}" may not use this address.`, {
      hint: 'An operator can allow the origin with MCP_CLIENT_ORIGINS.',
    });
  }
}

export class BodyTooLargeError extends PlatformError {
  constructor(limitBytes: number) {
    super('BODY_TOO_LARGE', `The request body is larger than ${limitBytes} bytes.`, {
      facts: { limitBytes },
      hint: 'Send smaller arguments.',
    });
  }
}

export class MethodNotAllowedError extends PlatformError {
  constructor() {
    super('METHOD_NOT_ALLOWED', 'GET gives a stream of events; this request does not accept one.', {
      hint: 'Send messages by POST, or accept text/event-stream.',
    });
  }
}

/** Of what goes on in another sentence; it may be a whole one of somebody else. */
function withoutPeriod(problem: string): string {
  return problem.trimEnd().replace(/\.$/u, '');
}
