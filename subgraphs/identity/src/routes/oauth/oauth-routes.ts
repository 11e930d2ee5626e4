import type { RateLimiter } from '@aether/common/key-value';
import type { Logger, Route } from '@aether/common/service';
import type { AuthorizationServer } from '../../authorization-server/authorization-server.ts';
import { metadataRoutes } from './metadata.ts';
import { registerClientRoute } from './register-client.ts';
import { revokeTokenRoute } from './revoke-token.ts';
import { tokenRoute } from './token.ts';

export interface OAuthRouteParts {
  readonly server: Pick<AuthorizationServer, 'clients' | 'grants'>;
  readonly limiter: RateLimiter;
  readonly logger: Logger;
  readonly publicUrl: string;
}

/** What clients reach of the authorization server; people reach its page. */
export function oauthRoutes({ server, limiter, logger, publicUrl }: OAuthRouteParts): readonly Route[] {
  const { clients, grants } = server;
  return [
    ...metadataRoutes(publicUrl),
    registerClientRoute({ clients, logger }),
    tokenRoute({ clients, grants, limiter, logger }),
    revokeTokenRoute({ grants, limiter, logger }),
  ];
}
