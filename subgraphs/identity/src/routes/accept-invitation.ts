import type { Route } from '@aether/common/service';
import { z } from 'zod';
import { clientOf } from './client-of.ts';
import { readJson } from './read-json.ts';
import { sessionCookie } from './session-cookie.ts';
import type { RouteParts } from './sign-in.ts';

const body = z.object({ name: z.string().max(500).optional(), password: z.string().max(1_000).optional() });

/** `POST /auth/link/:token` `{ name?, password? }`: like following the link, and sets both at once. */
export function acceptInvitationRoute({ signIn, cookies }: RouteParts): Route {
  return {
    method: 'POST',
    path: '/auth/link/:token',
    async handle(request, call) {
      const profile = await readJson(request, body);
      const token = await signIn.withLink(call.parameters['token'] ?? '', profile, clientOf(request, call));
      return Response.json(
        { signedIn: true },
        { headers: { 'set-cookie': sessionCookie(token, cookies), 'cache-control': 'no-store' } },
      );
    },
  };
}
