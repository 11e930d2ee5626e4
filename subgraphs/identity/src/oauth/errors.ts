import { PlatformError } from '@aether/common/service';

/** The credential has no token, and only a person can get one. */
export class NeedsAuthError extends PlatformError {
  constructor(credential: string, reason: string) {
    super('NEEDS_AUTH', `Somebody has to sign in before "${credential}" can be used: ${reason}.`, {
      facts: { credential, reason },
      hint: 'Sign in on the page of the tool server.',
    });
  }
}

/** There is no way to sign in there, or none without something that only a person can give. */
export class AuthorizationUnsupportedError extends PlatformError {
  /** @param field of the input that could mend it */
  constructor(problem: string, field: 'target' | 'clientId', cause?: unknown) {
    super('AUTHORIZATION_UNSUPPORTED', `Nobody can sign in to this server: ${problem}.`, {
      path: [field],
      facts: { problem },
      cause,
      hint:
        field === 'clientId'
          ? 'Register this installation there and give the client id that you get.'
          : 'Give the server a key instead, or ask its operator.',
    });
  }
}

export class AuthorizationDeniedError extends PlatformError {
  constructor(issuer: string, reason: string | null) {
    super('AUTHORIZATION_DENIED', `${issuer} did not grant access${reason === null ? '' : `: ${reason}`}.`, {
      facts: { issuer, reason },
      hint: 'Sign in again and agree, or ask whoever manages that server.',
    });
  }
}

/** The authorization server refused for another reason, or does not do what the standards say. */
export class AuthorizationFailedError extends PlatformError {
  /** @param error by its own name, such as `invalid_scope`, or how it broke the protocol */
  constructor(issuer: string, error: string, problem: string, cause?: unknown) {
    super('AUTHORIZATION_FAILED', `${issuer} did not give access: ${problem}.`, {
      facts: { issuer, error },
      cause,
      hint: 'Sign in again; tell the operator of that server when it stays so.',
    });
  }
}

/** The way back was used before, is too old, was never begun by us, or belongs to another person or session: all the same. */
export class ConsentInvalidError extends PlatformError {
  constructor() {
    super('LINK_INVALID', 'This sign-in was finished before, is expired, or was begun by somebody else.', {
      hint: 'Begin it again on the page of the tool server.',
    });
  }
}

/** Another process has begun to renew the token and does not come to an end. */
export class RefreshStalledError extends PlatformError {
  constructor(credential: string) {
    super('UNAVAILABLE', `The access token of "${credential}" is being renewed for too long.`, {
      facts: { credential },
      hint: 'Try again in a moment.',
    });
  }
}
