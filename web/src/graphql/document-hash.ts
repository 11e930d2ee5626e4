import type { DocumentNode } from 'graphql';

/**
 * The hash under which the server knows a stored document (`sha256:…`). The generator wrote it beside the
 * document; a document without one was not generated and the server would refuse it.
 */
export function documentHash(document: DocumentNode): string {
  const meta: unknown = '__meta__' in document ? document.__meta__ : undefined;
  if (typeof meta === 'object' && meta !== null && 'hash' in meta && typeof meta.hash === 'string') return meta.hash;
  throw new Error('This document has no stored hash. Run `npm run codegen`.');
}
