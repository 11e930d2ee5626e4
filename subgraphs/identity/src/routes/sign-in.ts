import { errorResponse, type Logger, type Route } from '@aether/common/service';
import { z } from 'zod';
import type { SignIn } from '../access/sign-in.ts';
import { TooManyAttemptsError } from '../errors.ts';
import { clientOf } from './client-of.ts';
import { readJson } from './read-json.ts';
import { type CookieRules, sessionCookie } from './session-cookie.ts';

const body = z.object({ email: z.string().max(500), password: z.string().max(1_000) });

export interface RouteParts {
  readonly signIn: SignIn;
  readonly cookies: CookieRules;
  readonly logger: Logger;
}

/** `POST /auth/sign-in` `{ email, password }`: 200 and the session cookie, or a coded error; 429 says when to come again. */
export function signInRoute({ signIn, cookies, logger }: RouteParts): Route {
  return {
    method: 'POST',
    path: '/auth/sign-in',
    async handle(request, call) {
      try {
        const token = await signIn.withPassword(await readJson(request, body), clientOf(request, call));
        return Response.json(
          { signedIn: true },
          { headers: { 'set-cookie': sessionCookie(token, cookies), 'cache-control': 'no-store' } },
        );
      } catch (error) {
        const response = errorResponse(error, { requestId: call.context.requestId, logger });
        if (error instanceof TooManyAttemptsError)
          response.headers.set('retry-after', String(error.facts['retryAfterSeconds']));
        return response;
      }
    },
  };
}
