import { CredentialNotNamedError } from '../errors.ts';
import { isElsewhere } from './is-elsewhere.ts';

export interface BoundAddress {
  readonly address: string | null;
  readonly credentialId: string | null;
}

/**
 * A credential was given to one origin. Whoever names another one must say what is sent there: the credential again, for which they need the
 * right to bind it, another one, or none.
 * @param change.credentialId undefined = not named
 * @throws CredentialNotNamedError
 */
export function requireCredentialAgain(
  before: BoundAddress,
  change: { readonly address: string | null; readonly credentialId: string | null | undefined },
): void {
  if (before.credentialId === null || change.credentialId !== undefined) return;
  if (isElsewhere(change.address, before.address)) throw new CredentialNotNamedError(before.address, change.address);
}
