import type { ErrorForm } from '@aether/schema';
import { errorBody } from './error-body.ts';
import type { Logger } from './logger.ts';
import { PlatformError } from './platform-error.ts';
import { publicError } from './public-error.ts';

/** A failure of an HTTP route as JSON, with the status of its code. @param form of the protocol that the route speaks */
export function errorResponse(
  error: unknown,
  request: { readonly requestId: string; readonly logger: Logger },
  form: ErrorForm = 'aether',
): Response {
  const status = error instanceof PlatformError ? error.status : 500;
  const body = errorBody(publicError(error, request), status, form);
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}
