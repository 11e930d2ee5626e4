import { OAUTH_SCOPES, type ProtectedResource, resourceOfRoute } from '@aether/schema';

/**
 * What a client that may sign in is told with 401: where the metadata of the resource are, and what to ask for (RFC 6750, 3; RFC 9728, 5.1).
 * Null = the route takes no access tokens.
 */
export function challengeFor(path: string, publicUrl: string, hasToken: boolean): string | null {
  const resource = resourceOfRoute(path);
  if (resource === null) return null;
  return challenge(resource, publicUrl, hasToken ? 'invalid_token' : null);
}

/**
 * What an app is told with 403 when a scope that its resource has is not in its token, so that it asks its person for more (RFC 6750, 3.1).
 * Null = more scopes would not help.
 */
export function scopeChallengeFor(path: string, publicUrl: string, permissions: readonly string[]): string | null {
  const resource = resourceOfRoute(path);
  if (resource === null) return null;
  const isComplete = resource.scopes.every((scope) =>
    OAUTH_SCOPES[scope].permissions.every((permission) => permissions.includes(permission)),
  );
  return isComplete ? null : challenge(resource, publicUrl, 'insufficient_scope');
}

function challenge(
  { path, scopes }: ProtectedResource,
  publicUrl: string,
  error: 'invalid_token' | 'insufficient_scope' | null,
): string {
  const parts = [
    ...(error === null ? [] : [`error="${error}"`]),
    `resource_metadata="${publicUrl}/.well-known/oauth-protected-resource${path}"`,
    `scope="${scopes.join(' ')}"`,
  ];
  return `Bearer ${parts.join(', ')}`;
}
