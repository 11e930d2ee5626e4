import { isForServer } from '@aether/common/security';
import { NotFoundError, requireViewer, ValidationError } from '@aether/common/service';
import { ToolServerForConsentDocument } from '@aether/schema';
import type { IdentityContext } from '../context.ts';
import { mayChange } from '../credential.ts';
import { NotYoursError, SessionNeededError } from '../errors.ts';
import type { AuthorizeCredentialInput } from '../types/authorize-credential-input.ts';
import { beginConsent, type Begun, type Existing } from './begin-consent.ts';
import { grantIn } from './grant-in.ts';

/**
 * Begins a consent for a credential of the organization.
 * @throws PlatformError
 */
export async function requestConsent(context: IdentityContext, input: AuthorizeCredentialInput): Promise<Begun> {
  const viewer = requireViewer(context);
  if (viewer.userId === null || viewer.sessionId === null) throw new SessionNeededError();
  const { requestId, signal } = context;
  const call = { onBehalfOf: viewer, requestId, signal };
  const { toolServer } = await context.parts.operations.call(
    ToolServerForConsentDocument,
    { slug: input.target },
    call,
  );
  if (toolServer?.url == null)
    throw new ValidationError(
      ['target'],
      'the slug of a tool server with an address',
      JSON.stringify(input.target.slice(0, 80)),
    );
  const { id, slug, url } = toolServer;
  const before = await existing(context, input.credentialId ?? null, url);
  const { name, shared, scopes } = input;
  const asked = { name, shared: shared ?? false, isOwn: false, scopes: scopes ?? [] };
  return beginConsent(context, { server: { id, slug, url }, ...asked, before, client: input });
}

/** The credential that is authorized anew. */
async function existing(context: IdentityContext, id: string | null, serverUrl: string): Promise<Existing | null> {
  if (id === null) return null;
  const viewer = requireViewer(context);
  const { credentials } = context.parts;
  const [credential] = await credentials.byIds(viewer, [id]);
  const found = credential === undefined ? null : await credentials.sealed(viewer.tenantId, id);
  if (credential === undefined || found === null) throw new NotFoundError('credential', id);
  if (!mayChange(credential, viewer)) throw new NotYoursError('credential', 'credential:manage');
  if (credential.toolServerId !== null)
    throw new ValidationError(['credentialId'], 'a credential of the organization', 'an own account of a person');
  if (credential.kind !== 'OAUTH2')
    throw new ValidationError(['credentialId'], 'a credential of kind OAUTH2', credential.kind);
  const { host } = new URL(serverUrl);
  if (!credential.scopes.includes(host))
    throw new ValidationError(['credentialId'], `a credential for ${host}`, credential.scopes.join(', '));
  const grant = await grantIn(context, found);
  // Of two servers on one host each has its own: the other one would lose its sign-in.
  if (grant.resource !== undefined && !isForServer(grant.resource, serverUrl))
    throw new ValidationError(['credentialId'], `a credential for ${serverUrl}`, `one for ${grant.resource}`);
  return { credential, grant };
}
