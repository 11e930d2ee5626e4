import type { OAuthTokens } from '@modelcontextprotocol/client';
import type { OAuthGrant } from './oauth-grant.ts';

/** A grant with the tokens that were just given. A refresh token that the server did not replace stays. */
export function granted(before: OAuthGrant, tokens: OAuthTokens, nowMs: number): OAuthGrant {
  const { accessUntilMs: _until, ...rest } = before;
  return {
    ...rest,
    accessToken: tokens.access_token,
    ...(tokens.expires_in === undefined ? {} : { accessUntilMs: nowMs + tokens.expires_in * 1_000 }),
    ...(tokens.refresh_token === undefined ? {} : { refreshToken: tokens.refresh_token }),
    ...(tokens.scope === undefined ? {} : { scope: tokens.scope }),
  };
}

/** When a credential ends for good: a grant that can be refreshed does not by itself. */
export function grantEnds({ refreshToken, accessUntilMs }: OAuthGrant): string | null {
  return refreshToken === undefined && accessUntilMs !== undefined ? new Date(accessUntilMs).toISOString() : null;
}
