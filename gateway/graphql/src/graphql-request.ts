import { z } from 'zod';
import type { Viewer } from '@aether/common/security';
import { MalformedRequestError, OpenDocumentRefusedError } from './errors.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

const bodySchema = z.looseObject({
  query: z.string().nullish(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.looseObject({ persistedQuery: z.looseObject({ sha256Hash: z.string() }).optional() }).nullish(),
});

/** An operation of a client, with the text of its document. */
export interface GraphqlRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Written by us and checked at build time: no limits apply. */
  readonly trusted: boolean;
}

export interface DocumentPolicy {
  readonly documents: TrustedDocuments;
  readonly development: boolean;
}

/**
 * Reads a request from HTTP or a socket. A session sends hashes of trusted documents; an API key may send any document, under limits.
 * @throws MalformedRequestError, UnknownDocumentError, OpenDocumentRefusedError
 */
export function parseGraphqlRequest(body: unknown, viewer: Viewer | null, policy: DocumentPolicy): GraphqlRequest {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success)
    throw new MalformedRequestError(`"${parsed.error.issues[0]?.path.join('.') ?? 'body'}" is not as expected`);
  const { query, operationName, variables, extensions } = parsed.data;
  const common = { operationName: operationName ?? undefined, variables: variables ?? {} };
  const hash = extensions?.persistedQuery?.sha256Hash;
  if (hash !== undefined) return { ...common, query: policy.documents.find(hash), trusted: true };
  if (query === null || query === undefined || query === '')
    throw new MalformedRequestError('neither "query" nor the hash of a trusted document is there');
  const fromKey = viewer !== null && viewer.sessionId === null;
  if (!fromKey && !policy.development) throw new OpenDocumentRefusedError();
  return { ...common, query, trusted: false };
}
