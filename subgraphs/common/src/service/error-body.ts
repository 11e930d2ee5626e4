import type { ErrorForm } from '@aether/schema';
import type { GraphQLFormattedError } from 'graphql';
import { openAiError } from './openai-error.ts';

/** Names of google.rpc.Code by the statuses that they have over HTTP (google/rpc/code.proto). */
const STATUS_NAMES: ReadonlyMap<number, string> = new Map([
  [401, 'UNAUTHENTICATED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [409, 'ABORTED'],
  [429, 'RESOURCE_EXHAUSTED'],
  [501, 'UNIMPLEMENTED'],
  [503, 'UNAVAILABLE'],
  [504, 'DEADLINE_EXCEEDED'],
]);

/** What a caller may see of a failure, as the protocol of its route writes it. */
export function errorBody(
  { message, extensions = {} }: Pick<GraphQLFormattedError, 'message' | 'extensions'>,
  status: number,
  form: ErrorForm,
): object {
  switch (form) {
    case 'aether':
      return { error: { message, ...extensions } };
    // modelcontextprotocol/registry, docs/reference/api/openapi.yaml: the text at the place where our own form has an object.
    case 'mcp-registry':
      return { error: message, ...extensions };
    case 'openai':
      return openAiError({ message, extensions }, status).body;
    // A2A 1.0, 11.6; google.aip.dev/193.
    case 'a2a': {
      const { code, ...facts } = extensions;
      const details = [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: code,
          domain: 'aether',
          metadata: textsOf(facts),
        },
      ];
      const name = STATUS_NAMES.get(status) ?? (status < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL');
      return { error: { code: status, status: name, message, details } };
    }
  }
}

/** The metadata of ErrorInfo are a map of texts. */
function textsOf(facts: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)]] : [],
    ),
  );
}
