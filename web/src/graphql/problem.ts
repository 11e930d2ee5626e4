import type { CombinedError } from 'urql';

/** What a person needs to know about a failed request. */
export interface Problem {
  code: string;
  message: string;
  hint: string | null;
  /** For the people who run the server; null when the request never arrived. */
  requestId: string | null;
  retryable: boolean;
}

export function problemOf(error: CombinedError): Problem {
  const [first] = error.graphQLErrors;
  if (first !== undefined) {
    const { code, requestId, hint, retryable } = first.extensions;
    return {
      code: typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR',
      message: first.message,
      hint: typeof hint === 'string' ? hint : null,
      requestId: typeof requestId === 'string' ? requestId : null,
      retryable: retryable !== false,
    };
  }
  return {
    code: 'UNAVAILABLE',
    message: 'The server did not answer.',
    hint: 'Check that Aether is running and that this device is online.',
    requestId: null,
    retryable: true,
  };
}

/** One line for toasts: message, hint, request id. */
export function problemLine(error: CombinedError): string {
  const { message, hint, requestId } = problemOf(error);
  return [message, hint, requestId].filter((part) => part !== null).join(' · ');
}
