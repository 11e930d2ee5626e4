import { retryHeaders } from '@aether/common/key-value';
import { openAiError, type OpenAiErrorBody, PlatformError } from '@aether/common/service';

export interface RefusedRequest {
  readonly requestId: string;
  /** The field of its body that holds the prompt; null = the route has none. */
  readonly promptField: string | null;
}

/** Unexpected errors are masked: their text stays in the log, the request id leads to it. */
function toldError(error: unknown, { requestId, promptField }: RefusedRequest): ReturnType<typeof openAiError> {
  if (error instanceof PlatformError)
    return openAiError(
      { message: error.message, extensions: { ...error.extensions, requestId } },
      error.status,
      promptField,
    );
  const message = `Something went wrong on our side (request ${requestId}).`;
  return openAiError({ message, extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false, requestId } }, 500);
}

/** A failure inside of a stream of chat chunks. */
export function errorBody(error: unknown, requestId: string): OpenAiErrorBody {
  return toldError(error, { requestId, promptField: 'messages' }).body;
}

/** @param retryAfterMs what a client should wait, when it is known */
export function errorResponse(error: unknown, refused: RefusedRequest, retryAfterMs: number | null = null): Response {
  const { status, body } = toldError(error, refused);
  const headers = new Headers({ 'x-request-id': refused.requestId });
  // The SDK of a client must not repeat what this gateway has already tried.
  headers.set('x-should-retry', 'false');
  if (retryAfterMs !== null)
    for (const [name, value] of Object.entries(retryHeaders(retryAfterMs))) headers.set(name, value);
  return Response.json(body, { status, headers });
}
