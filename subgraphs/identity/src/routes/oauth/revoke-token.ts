import type { Route } from '@aether/common/service';
import { REVOCATION_PATH } from '../../authorization-server/server-metadata.ts';
import { clientOf } from '../client-of.ts';
import { countTokenAttempt } from './count-token-attempt.ts';
import { oauthAnswer } from './oauth-answer.ts';
import { OAuthForm } from './oauth-form.ts';
import type { TokenRouteParts } from './token.ts';

/** `POST /oauth/revoke` (RFC 7009): either token ends the app's connection; a token that is none is fine. */
export function revokeTokenRoute({ grants, limiter, logger }: Omit<TokenRouteParts, 'clients'>): Route {
  return {
    method: 'POST',
    path: REVOCATION_PATH,
    handle: (request, call) =>
      oauthAnswer(
        async () => {
          const { requestId, ipAddress } = clientOf(request, call);
          await countTokenAttempt(limiter, ipAddress);
          const form = await OAuthForm.read(request);
          await grants.revoke(form.require('token'), { requestId, ipAddress });
          return null;
        },
        { requestId: call.context.requestId, logger },
      ),
  };
}
