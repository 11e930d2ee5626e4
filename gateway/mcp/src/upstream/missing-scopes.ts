import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client';

const MOST = 50;
const LONGEST = 100;

/**
 * The scopes that a server wants beyond those of the token that it was sent (RFC 6750 §3.1, "Scope Challenge Handling" of the authorization of
 * MCP); null = it refuses for another reason, or does not say which.
 * @param challenge its `WWW-Authenticate`
 */
export function missingScopes(status: number, challenge: string | null): readonly string[] | null {
  if (status !== 403 || challenge === null) return null;
  const response = new Response(null, { headers: { 'www-authenticate': challenge } });
  const { error, scope = '' } = extractWWWAuthenticateParams(response);
  if (error !== 'insufficient_scope') return null;
  const names = [...new Set(scope.split(' '))].filter((name) => name !== '');
  const areNames = names.every((name) => name.length <= LONGEST && /^[\x21\x23-\x5B\x5D-\x7E]+$/u.test(name));
  return names.length > 0 && names.length <= MOST && areNames ? names : null;
}
