import { createHash } from 'node:crypto';
import { canonicalJson } from '@aether/schema';

/** SHA-256 of the canonical JSON of a specification, in hexadecimal: what a version is pinned by. */
export function specHash(spec: unknown): string {
  return createHash('sha256').update(canonicalJson(spec)).digest('hex');
}
