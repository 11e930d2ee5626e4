import type { Logger, Route } from '@aether/common/service';
import type { AppClients } from '../../authorization-server/app-clients.ts';
import { InvalidClientMetadataError } from '../../authorization-server/errors.ts';
import { REGISTRATION_PATH } from '../../authorization-server/server-metadata.ts';
import { clientOf } from '../client-of.ts';
import { oauthAnswer } from './oauth-answer.ts';

/** `POST /oauth/register` (RFC 7591): a public client gets an id. It has no secret; what it proves, it proves by PKCE. */
export function registerClientRoute({
  clients,
  logger,
}: {
  readonly clients: AppClients;
  readonly logger: Logger;
}): Route {
  return {
    method: 'POST',
    path: REGISTRATION_PATH,
    handle: (request, call) =>
      oauthAnswer(
        async () => {
          const metadata: unknown = await request.json().catch(() => {
            throw new InvalidClientMetadataError('invalid_client_metadata', 'the body is no JSON');
          });
          const client = await clients.register(metadata, clientOf(request, call).ipAddress);
          return {
            client_id: client.clientId,
            client_name: client.name,
            redirect_uris: client.redirectUris,
            grant_types: ['authorization_code', 'refresh_token'],
            response_types: ['code'],
            token_endpoint_auth_method: 'none',
          };
        },
        { status: 201, requestId: call.context.requestId, logger },
      ),
  };
}
