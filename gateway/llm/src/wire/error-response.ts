import { retryHeaders } from '@aether/common/key-value';
import { PlatformError } from '@aether/common/service';

/** The body that OpenAI clients read; `hint`, `retryable` and `request_id` are ours and additional. */
export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly code: string;
    readonly param: string | null;
    readonly hint: string | null;
    readonly retryable: boolean;
    readonly request_id: string;
  };
}

/** Error types of the OpenAI API by status; its SDK chooses its own error class by the status. */
function errorType(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status < 500 ? 'invalid_request_error' : 'server_error';
}

/** Unexpected errors are masked: their text stays in the log, the request id leads to it. */
export function errorBody(error: unknown, requestId: string): ErrorBody {
  if (!(error instanceof PlatformError)) {
    return {
      error: {
        message: `Something went wrong on our side (request ${requestId}).`,
        type: 'server_error',
        code: 'INTERNAL_SERVER_ERROR',
        param: null,
        hint: null,
        retryable: false,
        request_id: requestId,
      },
    };
  }
  const { path } = error.extensions;
  return {
    error: {
      message: error.hint === null ? error.message : `${error.message} ${error.hint}`,
      type: errorType(error.status),
      code: error.code,
      param: Array.isArray(path) ? path.join('.') : null,
      hint: error.hint,
      retryable: error.retryable,
      request_id: requestId,
    },
  };
}

/** @param retryAfterMs what a client should wait, when it is known */
export function errorResponse(error: unknown, requestId: string, retryAfterMs: number | null = null): Response {
  const headers = new Headers({ 'x-request-id': requestId });
  // The SDK of a client must not repeat what this gateway has already tried.
  headers.set('x-should-retry', 'false');
  if (retryAfterMs !== null)
    for (const [name, value] of Object.entries(retryHeaders(retryAfterMs))) headers.set(name, value);
  return Response.json(errorBody(error, requestId), {
    status: error instanceof PlatformError ? error.status : 500,
    headers,
  });
}
