import { PlatformError } from '@aether/common/service';

/** The same answer for an unknown address, a wrong password, and a person who has none or was deactivated. */
export class SignInFailedError extends PlatformError {
  constructor(path: readonly string[] = []) {
    super('SIGN_IN_FAILED', 'E-mail and password do not belong together.', {
      path,
      hint: 'Try again, or ask an administrator of your organization for a sign-in link.',
    });
  }
}

export class TooManyAttemptsError extends PlatformError {
  constructor(resetMs: number) {
    const seconds = Math.ceil(resetMs / 1_000);
    super('RATE_LIMITED', `Too many attempts to sign in. The next one is possible in ${seconds} s.`, {
      facts: { retryAfterSeconds: seconds },
      hint: 'Wait, or sign in with a one-time link.',
    });
  }
}

/** Used, expired, or never made: all the same. */
export class SignInLinkInvalidError extends PlatformError {
  constructor() {
    super('LINK_INVALID', 'This link was used before, is expired, or is not one of ours.', {
      hint: 'Ask an administrator of your organization for a new one. On your own installation, the next "npm start" prints one.',
    });
  }
}

export class NotJsonError extends PlatformError {
  constructor(contentType: string | null) {
    super(
      'UNSUPPORTED_MEDIA_TYPE',
      `This address reads application/json, and got ${contentType ?? 'no content type'}.`,
    );
  }
}

/** A session's affair: a key cannot set a password or end a session that it does not have. */
export class SessionNeededError extends PlatformError {
  constructor() {
    super('FORBIDDEN', 'This needs a signed-in session, not an API key.', { hint: 'Sign in with a browser.' });
  }
}

export class LastOwnerError extends PlatformError {
  constructor(path: readonly string[]) {
    super('LAST_OWNER', 'This is the only active owner of the organization, and it keeps at least one.', {
      path,
      hint: 'Make somebody else an owner first.',
    });
  }
}

export class OwnersOnlyError extends PlatformError {
  constructor(path: readonly string[]) {
    super('FORBIDDEN', 'Only an owner makes or unmakes owners.', { path, hint: 'Ask an owner of your organization.' });
  }
}

export class ScopeNotGrantedError extends PlatformError {
  constructor(path: readonly string[], permissions: readonly string[]) {
    super(
      'SCOPE_NOT_GRANTED',
      `You do not hold ${permissions.slice(0, 5).join(', ')} yourself, so you cannot grant it.`,
      {
        path,
        facts: { permissions },
        hint: 'Choose among the permissions of the viewer.',
      },
    );
  }
}

export class NameTakenError extends PlatformError {
  constructor(noun: string, name: string, path: readonly string[] = ['name']) {
    super('ALREADY_EXISTS', `There is a ${noun} "${name}" already.`, {
      path,
      facts: { name },
      hint: 'Choose another one.',
    });
  }
}

export class DepartmentInUseError extends PlatformError {
  constructor(name: string, counts: { readonly members: number; readonly teams: number }) {
    super('IN_USE', `The department "${name}" still has ${counts.members} people and ${counts.teams} teams.`, {
      path: ['departmentId'],
      facts: counts,
      hint: 'Move them to another department first.',
    });
  }
}

export class CredentialInUseError extends PlatformError {
  constructor(name: string, uses: readonly string[]) {
    super('IN_USE', `The credential "${name}" is read by ${uses.join(', ')}.`, {
      path: ['credentialId'],
      facts: { uses },
      hint: 'Give them another credential first, or delete with force.',
    });
  }
}

/** The viewer sees the object but may not change it. */
export class NotYoursError extends PlatformError {
  constructor(noun: string, permission: string) {
    super('FORBIDDEN', `This ${noun} belongs to somebody else; changing it needs the permission "${permission}".`, {
      facts: { permission },
      hint: 'Ask its owner or an administrator.',
    });
  }
}

/** A credential says which hosts may receive it, and this is none of them. */
export class CredentialScopeError extends PlatformError {
  constructor(name: string, host: string) {
    super('CREDENTIAL_SCOPE', `The credential "${name}" may not be sent to ${host}.`, {
      facts: { name, host },
      hint: `Its owner can add ${host} to the hosts that may receive it, on the Settings page.`,
    });
  }
}

/** An administrator decides for each provider whether people may bring keys of their own. */
export class OwnKeysNotAllowedError extends PlatformError {
  constructor(provider: string) {
    super('OWN_KEYS_NOT_ALLOWED', `The provider "${provider}" takes no own keys of people.`, {
      facts: { provider },
      path: ['providerId'],
      hint: 'Ask an administrator to allow own keys for it.',
    });
  }
}

/** Everybody uses the server's own account, or it is a program, which gets none. */
export class OwnAccountsNotTakenError extends PlatformError {
  constructor(server: string) {
    super('VALIDATION_FAILED', `The tool server "${server}" takes no own accounts of people.`, {
      facts: { server },
      path: ['toolServerId'],
      hint: 'An administrator chooses on its page whether each person uses an own account.',
    });
  }
}
