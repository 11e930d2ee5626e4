import { requireViewer, type Route } from '@aether/common/service';
import { z } from 'zod';
import { clientOf } from './client-of.ts';
import { readJson } from './read-json.ts';
import type { RouteParts } from './sign-in.ts';

const body = z.object({ currentPassword: z.string().max(1_000).nullish(), newPassword: z.string().max(1_000) });

/** `POST /auth/password` `{ currentPassword?, newPassword }`: sets the viewer's password; other sessions of theirs end. */
export function passwordRoute({ signIn }: RouteParts): Route {
  return {
    method: 'POST',
    path: '/auth/password',
    async handle(request, call) {
      const viewer = requireViewer(call.context);
      const { currentPassword, newPassword } = await readJson(request, body);
      await signIn.changePassword(
        viewer,
        { current: currentPassword ?? null, next: newPassword },
        clientOf(request, call),
      );
      return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
    },
  };
}
