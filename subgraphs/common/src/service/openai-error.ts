import type { ErrorCode } from '@aether/schema';
import type { GraphQLFormattedError } from 'graphql';

/** The body that OpenAI clients read; `aether_code`, `hint`, `retryable` and `request_id` are ours and additional. */
export interface OpenAiErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly code: string;
    readonly param: string | null;
    readonly aether_code: string;
    readonly hint: string | null;
    readonly retryable: boolean;
    readonly request_id: string;
  };
}

/** What clients look for by OpenAI's own name: agents that shorten their history do so for a BadRequestError (400) with this code. */
const AS_OPENAI: Partial<Record<ErrorCode, { readonly status: number; readonly code: string }>> = {
  PROMPT_TOO_LARGE: { status: 400, code: 'context_length_exceeded' },
};

/**
 * A failure as the OpenAI API tells it.
 * @param status of our own code
 * @param promptField the field that holds the prompt on this route, for a prompt that is too long; null = none is named
 */
export function openAiError(
  { message, extensions = {} }: Pick<GraphQLFormattedError, 'message' | 'extensions'>,
  status: number,
  promptField: string | null = null,
): { readonly status: number; readonly body: OpenAiErrorBody } {
  const code = String(extensions['code']);
  const known = AS_OPENAI[code as ErrorCode];
  const told = known?.status ?? status;
  const hint = typeof extensions['hint'] === 'string' ? extensions['hint'] : null;
  const path = Array.isArray(extensions['path']) ? extensions['path'].join('.') : null;
  const error = {
    message: hint === null ? message : `${message} ${hint}`,
    type: errorType(told),
    code: known?.code ?? code,
    param: code === 'PROMPT_TOO_LARGE' ? promptField : path,
    aether_code: code,
    hint,
    retryable: extensions['retryable'] === true,
    request_id: String(extensions['requestId']),
  };
  return { status: told, body: { error } };
}

/** Error types of the OpenAI API by status; its SDK chooses its own error class by the status. */
function errorType(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status < 500 ? 'invalid_request_error' : 'server_error';
}
