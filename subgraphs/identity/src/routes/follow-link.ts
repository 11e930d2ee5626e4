import { PlatformError, type Route } from '@aether/common/service';
import { clientOf } from './client-of.ts';
import { clearedReturnAddress, returnAddress } from './return-address.ts';
import { sessionCookie } from './session-cookie.ts';
import type { RouteParts } from './sign-in.ts';

/**
 * `GET /auth/link/:token`: signs in once and goes where the person was on the way to (`return-address.ts`), else to the start page; a link that is
 * no good goes to the sign-in page, which goes on from there.
 * A browser that only looks ahead gets an empty answer: a prefetch must not use the link up.
 */
export function followLinkRoute({ signIn, cookies }: RouteParts): Route {
  return {
    method: 'GET',
    path: '/auth/link/:token',
    async handle(request, call) {
      if (isPrefetch(request)) return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
      const next = returnAddress(request.headers.get('cookie'));
      try {
        const token = await signIn.withLink(call.parameters['token'] ?? '', {}, clientOf(request, call));
        return redirect(next ?? '/', [sessionCookie(token, cookies), clearedReturnAddress()]);
      } catch (error) {
        if (error instanceof PlatformError && error.code === 'LINK_INVALID')
          return redirect(`/sign-in?error=LINK_INVALID${next === null ? '' : `&next=${encodeURIComponent(next)}`}`, []);
        throw error;
      }
    },
  };
}

function isPrefetch({ headers }: Request): boolean {
  return ['sec-purpose', 'purpose', 'x-moz'].some((name) => headers.get(name)?.includes('prefetch') ?? false);
}

/** 303 with no referrer, so the address with the secret is told to nobody. */
function redirect(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}
