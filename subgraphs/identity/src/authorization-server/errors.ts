import { PlatformError } from '@aether/common/service';

/** Errors by their registered names: RFC 6749 (4.1.2.1, 5.2), RFC 8707 (2), RFC 7591 (3.2.2). */
export type OAuthErrorName =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_target'
  | 'unsupported_response_type'
  | 'unsupported_grant_type'
  | 'access_denied'
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata';

/** An app asks in a way that this authorization server refuses. */
export class OAuthRefusedError extends PlatformError {
  readonly error: OAuthErrorName;

  constructor(
    error: OAuthErrorName,
    problem: string,
    hint = 'Start again from the app; tell its maker when it stays so.',
  ) {
    super('AUTHORIZATION_REQUEST_INVALID', `The app cannot be let in: ${problem}.`, { facts: { error }, hint });
    this.error = error;
  }
}

/** The browser may be sent back with it, for the client and its address are known. */
export class AuthorizationRequestError extends OAuthRefusedError {
  readonly returnUrl: string;

  constructor(error: OAuthErrorName, problem: string, returnUrl: string) {
    super(error, problem);
    this.returnUrl = returnUrl;
  }
}

export class InvalidClientMetadataError extends OAuthRefusedError {
  constructor(error: 'invalid_redirect_uri' | 'invalid_client_metadata', problem: string) {
    super(error, problem, 'Register with metadata as RFC 7591 has them.');
  }
}

/** Whether the code or token was never ours, is over, was used before, or belongs to another client: all the same. */
export class InvalidGrantError extends OAuthRefusedError {
  constructor() {
    super('invalid_grant', 'its code or refresh token is not valid, or not any more');
  }
}

export class TooManyAppRequestsError extends PlatformError {
  readonly resetMs: number;

  constructor(noun: string, resetMs: number) {
    const seconds = Math.ceil(resetMs / 1_000);
    super('RATE_LIMITED', `Too many ${noun} at once. The next one is possible in ${seconds} s.`, {
      facts: { retryAfterSeconds: seconds },
      hint: 'Wait; one sign-in of an app needs one of each.',
    });
    this.resetMs = resetMs;
  }
}

export class TooManyAppsError extends PlatformError {
  constructor(maximum: number) {
    super('CONFLICT', `You have connected ${maximum} apps, and nobody may have more.`, {
      facts: { maximum },
      hint: 'Disconnect one that you do not use, under Settings, Connected apps.',
    });
  }
}
