import type { RateLimiter } from '@aether/common/key-value';
import type { Logger, Route } from '@aether/common/service';
import type { AppClients } from '../../authorization-server/app-clients.ts';
import { ACCESS_LIFETIME_MS } from '../../authorization-server/connected-app.ts';
import { OAuthRefusedError } from '../../authorization-server/errors.ts';
import { TOKEN_PATH } from '../../authorization-server/server-metadata.ts';
import type { Asker, GrantedTokens, TokenGrants } from '../../authorization-server/token-grants.ts';
import { clientOf } from '../client-of.ts';
import { countTokenAttempt } from './count-token-attempt.ts';
import { oauthAnswer } from './oauth-answer.ts';
import { OAuthForm } from './oauth-form.ts';

export interface TokenRouteParts {
  readonly clients: Pick<AppClients, 'requireSigned'>;
  readonly grants: TokenGrants;
  readonly limiter: RateLimiter;
  readonly logger: Logger;
}

/** `POST /oauth/token` (RFC 6749, 4.1.3 and 6): a code or a refresh token becomes an access token and the next refresh token. */
export function tokenRoute({ clients, grants, limiter, logger }: TokenRouteParts): Route {
  return {
    method: 'POST',
    path: TOKEN_PATH,
    handle: (request, call) =>
      oauthAnswer(
        async () => {
          const asker = clientOf(request, call);
          await countTokenAttempt(limiter, asker.ipAddress);
          const form = await OAuthForm.read(request);
          clients.requireSigned(form.require('client_id'));
          const { accessToken, refreshToken, scopes } = await granted(grants, form, asker);
          return {
            access_token: accessToken,
            token_type: 'Bearer',
            expires_in: ACCESS_LIFETIME_MS / 1_000,
            refresh_token: refreshToken,
            scope: scopes.join(' '),
          };
        },
        { requestId: call.context.requestId, logger },
      ),
  };
}

function granted(grants: TokenGrants, form: OAuthForm, { requestId, ipAddress }: Asker): Promise<GrantedTokens> {
  const asker = { requestId, ipAddress };
  const clientId = form.require('client_id');
  const resource = form.get('resource');
  switch (form.require('grant_type')) {
    case 'authorization_code':
      return grants.redeem(
        {
          clientId,
          resource,
          code: form.require('code'),
          codeVerifier: form.require('code_verifier'),
          redirectUri: form.get('redirect_uri'),
        },
        asker,
      );
    case 'refresh_token':
      return grants.refresh(
        { clientId, resource, refreshToken: form.require('refresh_token'), scope: form.get('scope') },
        asker,
      );
    default:
      throw new OAuthRefusedError('unsupported_grant_type', 'only codes and refresh tokens become access tokens');
  }
}
