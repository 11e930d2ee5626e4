import { isForServer } from '@aether/common/security';
import { requireViewer } from '@aether/common/service';
import type { IdentityContext } from '../context.ts';
import { SessionNeededError } from '../errors.ts';
import type { AuthorizeOwnCredentialInput } from '../types/authorize-own-credential-input.ts';
import { beginConsent, type Begun } from './begin-consent.ts';
import { grantIn } from './grant-in.ts';
import { ownAccountName } from './own-account-name.ts';
import { serverForOwnAccount } from './server-for-own-account.ts';

/**
 * Begins a consent for the viewer's own account at a tool server. One that is known is authorized anew and goes on working meanwhile; one that
 * was for another address, or is no sign-in, is of no use there, and ends now.
 * @throws PlatformError
 */
export async function requestOwnConsent(context: IdentityContext, input: AuthorizeOwnCredentialInput): Promise<Begun> {
  const { tenantId, userId, sessionId } = requireViewer(context);
  if (userId === null || sessionId === null) throw new SessionNeededError();
  const server = await serverForOwnAccount(context, input.toolServerId);
  const found = await context.parts.credentials.ownSealed(tenantId, userId, server.id);
  const grant = found?.credential.kind === 'OAUTH2' ? await grantIn(context, found) : null;
  const isForIt = grant?.resource !== undefined && isForServer(grant.resource, server.url);
  const before = found === null || grant === null || !isForIt ? null : { credential: found.credential, grant };
  const asked = { name: ownAccountName(server.name), shared: false, isOwn: true, scopes: [] };
  return beginConsent(context, { server, ...asked, before, client: input });
}
