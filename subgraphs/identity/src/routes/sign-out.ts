import type { Route } from '@aether/common/service';
import { clientOf } from './client-of.ts';
import { clearedSessionCookie } from './session-cookie.ts';
import type { RouteParts } from './sign-in.ts';

/** `POST /auth/sign-out`: ends the session of the cookie and takes the cookie away; without a session just the latter. */
export function signOutRoute({ signIn, cookies }: RouteParts): Route {
  return {
    method: 'POST',
    path: '/auth/sign-out',
    async handle(request, call) {
      if (call.context.viewer !== null) await signIn.signOut(call.context.viewer, clientOf(request, call));
      return new Response(null, {
        status: 204,
        headers: { 'set-cookie': clearedSessionCookie(cookies), 'cache-control': 'no-store' },
      });
    },
  };
}
