import type { Route } from '@aether/common/service';
import { CALLBACK_PATH } from '../oauth/callback-path.ts';
import { type FinishParts, finishConsent } from '../writes/finish-consent.ts';

/**
 * `GET /auth/credentials/callback`: an authorization server sends a browser back. Whatever came of it, the browser goes on to the page of the
 * tool server, which says so by a code; what the authorization server wrote is not repeated in an address.
 */
export function consentCallbackRoute(parts: FinishParts): Route {
  return {
    method: 'GET',
    path: CALLBACK_PATH,
    async handle(request, { context }) {
      const { viewer, requestId } = context;
      if (viewer === null) return redirect('/sign-in');
      const query = new URL(request.url).searchParams;
      const callback = {
        state: query.get('state') ?? '',
        code: query.get('code'),
        error: query.get('error'),
        errorDescription: query.get('error_description'),
        issuer: query.get('iss'),
      };
      const { toolServerId, error } = await finishConsent(parts, viewer, callback, requestId);
      const page = toolServerId === null ? '/tools' : `/tools/${encodeURIComponent(toolServerId)}`;
      return redirect(`${page}?signIn=${error === null ? 'DONE' : error.code}`);
    },
  };
}

/** 303 without a referrer: the address holds a code and a state. */
function redirect(location: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  });
}
