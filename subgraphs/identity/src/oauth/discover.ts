import { isForServer } from '@aether/common/security';
import { PlatformError } from '@aether/common/service';
import {
  type AuthorizationServerMetadata,
  discoverAuthorizationServerMetadata,
  discoverOAuthProtectedResourceMetadata,
  extractWWWAuthenticateParams,
} from '@modelcontextprotocol/client';
import { nameAuthorizationFault } from './authorization-errors.ts';
import { AuthorizationUnsupportedError } from './errors.ts';

/** Where somebody signs in to a server, and for what. */
export interface Discovered {
  readonly metadata: AuthorizationServerMetadata;
  /** The server's own name for itself (RFC 9728), named in every request (RFC 8707). */
  readonly resource: string;
  /** What it wants, as far as it says. */
  readonly scope: string | null;
}

/**
 * Finds the authorization server of a tool server: by the challenge of the server and the metadata of the resource (RFC 9728), then by the
 * metadata of the authorization server (RFC 8414). Nothing of it is trusted: each address goes through `fetchOf`, which refuses private ones.
 * @throws PlatformError
 */
export async function discover(serverUrl: string, fetchOf: typeof fetch): Promise<Discovered> {
  const challenge = await challengeOf(serverUrl, fetchOf);
  const resource = await resourceOf(serverUrl, challenge.resourceMetadataUrl ?? null, fetchOf);
  const [issuer] = resource?.authorization_servers ?? [];
  // Servers of the first revision with OAuth have no metadata of their own: their origin is the authorization server.
  const metadata = await metadataOf(issuer ?? new URL(serverUrl).origin, fetchOf);
  if (metadata.code_challenge_methods_supported?.includes('S256') !== true)
    throw new AuthorizationUnsupportedError(`${metadata.issuer} does not offer PKCE with S256`, 'target');
  return {
    metadata,
    resource: resource?.resource ?? withoutFragment(serverUrl),
    scope: challenge.scope ?? resource?.scopes_supported?.join(' ') ?? null,
  };
}

async function challengeOf(
  serverUrl: string,
  fetchOf: typeof fetch,
): Promise<ReturnType<typeof extractWWWAuthenticateParams>> {
  const response = await fetchOf(serverUrl, { headers: { accept: 'text/event-stream' }, redirect: 'manual' });
  await response.body?.cancel();
  return response.status === 401 ? extractWWWAuthenticateParams(response) : {};
}

async function resourceOf(serverUrl: string, resourceMetadataUrl: URL | null, fetchOf: typeof fetch) {
  const options = resourceMetadataUrl === null ? {} : { resourceMetadataUrl };
  const metadata = await discoverOAuthProtectedResourceMetadata(serverUrl, options, fetchOf).catch((error: unknown) => {
    // A refused address is told; a server that has no such metadata may be of an older revision, unless it has named some.
    if (error instanceof PlatformError) throw error;
    if (resourceMetadataUrl === null) return null;
    throw new AuthorizationUnsupportedError('the metadata that it names cannot be read', 'target', error);
  });
  if (metadata !== null && !isForServer(metadata.resource, serverUrl))
    throw new AuthorizationUnsupportedError(`its metadata is about ${metadata.resource.slice(0, 200)}`, 'target');
  return metadata;
}

async function metadataOf(issuer: string, fetchOf: typeof fetch): Promise<AuthorizationServerMetadata> {
  try {
    const found = await discoverAuthorizationServerMetadata(issuer, { fetchFn: fetchOf });
    if (found !== undefined) return found;
  } catch (error) {
    throw nameAuthorizationFault(issuer, error);
  }
  throw new AuthorizationUnsupportedError(`${issuer} has no metadata of an authorization server`, 'target');
}

function withoutFragment(serverUrl: string): string {
  const url = new URL(serverUrl);
  url.hash = '';
  return url.href;
}
