import { resourceOfRoute } from '@aether/schema';

/**
 * What a client that may sign in is told with 401: where the metadata of the resource are, and what to ask for (RFC 6750, 3; RFC 9728, 5.1).
 * Null = the route takes no access tokens.
 */
export function challengeFor(path: string, publicUrl: string, hasToken: boolean): string | null {
  const resource = resourceOfRoute(path);
  if (resource === null) return null;
  const parts = [
    ...(hasToken ? ['error="invalid_token"'] : []),
    `resource_metadata="${publicUrl}/.well-known/oauth-protected-resource${resource.path}"`,
    `scope="${resource.scopes.join(' ')}"`,
  ];
  return `Bearer ${parts.join(', ')}`;
}
