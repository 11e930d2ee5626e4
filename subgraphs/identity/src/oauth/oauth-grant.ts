import { z } from 'zod';

/**
 * The sealed value of an OAUTH2 credential: the client that we are at an authorization server, and what was granted to it. A person may
 * store one by hand (`clientId`, `refreshToken`, `tokenUrl`); a consent also keeps where it came from and for which resource it is good.
 */
export const oauthGrantSchema = z.object({
  clientId: z.string(),
  clientSecret: z.string().optional(),
  /** How the client proves itself; without one, what suits the secret. */
  authMethod: z.string().optional(),
  refreshToken: z.string().optional(),
  tokenUrl: z.string().optional(),
  scope: z.string().optional(),
  /** What the last sign-in asked for; a server may grant less. */
  requestedScope: z.string().optional(),
  issuer: z.string().optional(),
  /** Of a client that registered itself: it is good for this address only. */
  redirectUri: z.string().optional(),
  /** RFC 8707: the only server that takes the token. */
  resource: z.string().optional(),
  accessToken: z.string().optional(),
  /** Epoch milliseconds; absent = the server did not say. */
  accessUntilMs: z.number().optional(),
});

export type OAuthGrant = Readonly<z.infer<typeof oauthGrantSchema>>;
