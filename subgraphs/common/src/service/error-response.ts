import type { Logger } from './logger.ts';
import { PlatformError } from './platform-error.ts';
import { publicError } from './public-error.ts';

/** A failure of an HTTP route as JSON: `{ error: { code, message, hint, requestId, retryable } }` with the code's status. */
export function errorResponse(
  error: unknown,
  request: { readonly requestId: string; readonly logger: Logger },
): Response {
  const status = error instanceof PlatformError ? error.status : 500;
  const { message, extensions } = publicError(error, request);
  return Response.json({ error: { message, ...extensions } }, { status, headers: { 'cache-control': 'no-store' } });
}
