import type { Viewer } from '@aether/common/security';
import { ForbiddenError } from '@aether/common/service';

/**
 * An address is sent the secret of its credential, whosever it is. Who owns it only identity knows, so naming one for a tool server or a
 * model provider needs the right over those of everybody.
 * @throws ForbiddenError
 */
export function requireMayBind(viewer: Viewer, credentialId: string | null | undefined): void {
  if (credentialId == null || viewer.permissions.includes('credential:manage')) return;
  throw new ForbiddenError('credential:manage', {
    reason: 'The address is sent the credential, so giving it one needs "credential:manage".',
  });
}
