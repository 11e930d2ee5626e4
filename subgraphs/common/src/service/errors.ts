import type { Viewer } from '../security/viewer.ts';
import { PlatformError } from './platform-error.ts';

/** Nobody is signed in, or the session has ended. */
export class UnauthenticatedError extends PlatformError {
  constructor() {
    super(
      'UNAUTHENTICATED',
      'This needs a signed-in person or an API key, and the request carried none that is valid.',
      {
        hint: 'Sign in again, or send an API key as "Authorization: Bearer <key>".',
      },
    );
  }
}

/** The viewer is known but may not do this. */
export class ForbiddenError extends PlatformError {
  /** @param options `viewer`, where a permission is missing: a key or token with scopes is to be blamed before the role of its owner */
  constructor(
    permission: string,
    options: { readonly reason?: string; readonly viewer?: Pick<Viewer, 'scopes'> | null } = {},
  ) {
    const scopes = options.viewer?.scopes ?? [];
    const isScope = options.reason === undefined && scopes.length > 0 && !scopes.includes(permission);
    const missing = isScope
      ? `This needs the permission "${permission}", which is not among the scopes of your API key or token.`
      : `This needs the permission "${permission}", which your role does not have.`;
    super('FORBIDDEN', options.reason ?? missing, {
      facts: { permission },
      hint: isScope
        ? 'Use a key with this scope; your role may have the permission all the same.'
        : 'Ask an administrator of your organization for it.',
    });
  }
}

/** What an API key with limits makes would have none of them. */
export class LimitedKeyError extends PlatformError {
  /** @param limits of the key, in words */
  constructor(noun: string, limits: readonly string[]) {
    super('FORBIDDEN', `This API key is limited (${limits.join(', ')}), and a limited key makes no ${noun}.`, {
      facts: { limits },
      hint: `Make the ${noun} with a signed-in session, or with a key that has no limits.`,
    });
  }
}

/** Unknown, or of another tenant, or not visible: the answer is the same for all three. */
export class NotFoundError extends PlatformError {
  constructor(noun: string, id: string) {
    super('NOT_FOUND', `There is no ${noun} "${id}" that you can see.`, {
      facts: { noun, id },
      hint: 'Check the id, or ask its owner to share it with you.',
    });
  }
}

/** The input breaks a rule that the schema cannot express. */
export class ValidationError extends PlatformError {
  constructor(path: readonly string[], expected: string, got: string, hint?: string) {
    super('VALIDATION_FAILED', `${path.join('.')}: expected ${expected}, got ${got}.`, {
      path,
      facts: { expected, got },
      ...(hint === undefined ? {} : { hint }),
    });
  }
}
