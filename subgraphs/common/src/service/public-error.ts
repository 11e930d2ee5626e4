import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from './logger.ts';
import { PlatformError } from './platform-error.ts';

function platformErrorIn(error: unknown): PlatformError | null {
  for (let current = error, depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (current instanceof PlatformError) return current;
    current = current instanceof GraphQLError ? current.originalError : null;
  }
  return null;
}

/** A value of a variable that its type does not take: graphql-js wraps what the scalar says, and has no place in an answer yet. */
function isWrongVariable({ path, originalError }: GraphQLError): boolean {
  return path === undefined && originalError instanceof GraphQLError && !originalError.originalError;
}

/**
 * What a caller may see of a failure. Expected errors keep their text and code; errors of the GraphQL language keep their text;
 * everything else becomes one masked sentence, is logged once and can be found by its request id.
 */
export function publicError(
  error: unknown,
  request: { readonly requestId: string; readonly logger: Logger },
): GraphQLFormattedError {
  const platform = platformErrorIn(error);
  const graphql = error instanceof GraphQLError ? error : null;
  const place = {
    ...(graphql?.locations ? { locations: graphql.locations } : {}),
    ...(graphql?.path ? { path: graphql.path } : {}),
  };
  if (platform !== null)
    return {
      message: platform.message,
      ...place,
      extensions: { ...platform.extensions, requestId: request.requestId },
    };
  if (graphql !== null && (!graphql.originalError || isWrongVariable(graphql))) {
    const usual = isWrongVariable(graphql) ? 'BAD_USER_INPUT' : 'VALIDATION_FAILED';
    const code = typeof graphql.extensions['code'] === 'string' ? graphql.extensions['code'] : usual;
    return {
      message: graphql.message,
      ...place,
      extensions: {
        ...graphql.extensions,
        code,
        retryable: graphql.extensions['retryable'] ?? false,
        requestId: request.requestId,
      },
    };
  }
  request.logger.error(
    { err: graphql?.originalError ?? error, requestId: request.requestId, path: graphql?.path },
    'unexpected error',
  );
  return {
    message:
      'Unexpected error. Nothing was changed by the part that failed; try again, and name the request id when you report it.',
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: true, requestId: request.requestId },
  };
}
