import { requireViewer } from '@aether/common/service';
import type { IdentityContext } from '../context.ts';
import type { SealedRecord } from '../db/credential-store.ts';
import { type OAuthGrant, oauthGrantSchema } from '../oauth/oauth-grant.ts';
import { STORED } from '../vault-places.ts';

/** What lies sealed in an OAUTH2 credential of the viewer's tenant. */
export async function grantIn(context: IdentityContext, { credential, sealed }: SealedRecord): Promise<OAuthGrant> {
  const { tenantId } = requireViewer(context);
  const place = { tenantId, recordId: credential.id, version: credential.version, purpose: STORED };
  return oauthGrantSchema.parse(JSON.parse(await context.parts.vault.unseal(place, sealed)));
}
