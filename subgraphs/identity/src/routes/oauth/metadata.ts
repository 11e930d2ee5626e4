import { NotFoundError, type Route } from '@aether/common/service';
import { protectedResource } from '@aether/schema';
import { authorizationServerMetadata, protectedResourceMetadata } from '../../authorization-server/server-metadata.ts';

const RESOURCE = '/.well-known/oauth-protected-resource';
const HEADERS = { 'cache-control': 'public, max-age=300' }; // 5 minutes

/** Where clients find out how to sign in: the resource's metadata (RFC 9728) name the authorization server, whose own (RFC 8414) tell the rest. */
export function metadataRoutes(publicUrl: string): readonly Route[] {
  const ofResource = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.slice(RESOURCE.length).replace(/\/$/u, '');
    const resource = protectedResource(path);
    if (resource === null) throw new NotFoundError('protected resource', path);
    return Response.json(protectedResourceMetadata(publicUrl, resource), { headers: HEADERS });
  };
  return [
    {
      method: 'GET',
      path: '/.well-known/oauth-authorization-server',
      handle: async () => Response.json(authorizationServerMetadata(publicUrl), { headers: HEADERS }),
    },
    { method: 'GET', path: RESOURCE, handle: ofResource },
    { method: 'GET', path: `${RESOURCE}/*`, handle: ofResource },
  ];
}
