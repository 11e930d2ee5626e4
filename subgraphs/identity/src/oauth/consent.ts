import { z } from 'zod';

/** What is kept, sealed, between the way to an authorization server and the way back. */
export const consentSchema = z.object({
  codeVerifier: z.string(),
  clientId: z.string(),
  clientSecret: z.string().optional(),
  authMethod: z.string().optional(),
  issuer: z.string(),
  authorizationEndpoint: z.string(),
  tokenEndpoint: z.string(),
  /** It says with each answer who it is (RFC 9207). */
  namesIssuer: z.boolean(),
  redirectUri: z.string(),
  resource: z.string(),
  scope: z.string().optional(),
  /** Of the tool server that somebody signs in to. */
  toolServerId: z.string(),
});

export type Consent = Readonly<z.infer<typeof consentSchema>>;

/** The `state` of an authorization request: it finds the credential, and proves that we have sent the person there. */
export function stateOf(credentialId: string, secret: string): string {
  return `${credentialId}.${secret}`;
}

/** Null = none that we have made. */
export function readState(state: string): { readonly credentialId: string; readonly secret: string } | null {
  const [, credentialId, secret] = /^(crd_[0-9A-Za-z]{1,64})\.([\w-]{43})$/u.exec(state) ?? [];
  return credentialId === undefined || secret === undefined ? null : { credentialId, secret };
}
