import { A2A_CONTENT_TYPE } from '@a2a-js/sdk';
import { restStatusFor, toRestErrorBody } from '@a2a-js/sdk/errors';
import { errorResponse, type Logger, PlatformError } from '@aether/common/service';
import { toA2aError } from '../to-a2a-error.ts';

const BAD_REQUEST = 400;

/** A failure of A2A over HTTP+JSON (A2A 1.0, 11.6). One of ours keeps its code and its status, unless the protocol has a name for it. */
export function refusal(error: unknown, request: { readonly requestId: string; readonly logger: Logger }): Response {
  const ours = error instanceof Error && error.cause instanceof PlatformError ? error.cause : error;
  if (ours instanceof PlatformError && ours.status !== BAD_REQUEST) return errorResponse(ours, request, 'a2a');
  const told = toA2aError(error, request.logger);
  const headers = { 'content-type': A2A_CONTENT_TYPE, 'cache-control': 'no-store' };
  return Response.json(refusalBody(told), { status: restStatusFor(told), headers });
}

/** Where the status was sent before. */
export function refusalBody(error: Error): object {
  return toRestErrorBody(error, restStatusFor(error));
}
