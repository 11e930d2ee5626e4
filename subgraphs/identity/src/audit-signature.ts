import { hashToken } from '@aether/common/security';
import type { ChainEnd } from './audit-chain.ts';

/** Keyed signature of the end of a chain. */
export function auditSigner(pepper: Uint8Array): (tenantId: string, end: ChainEnd, at: string) => string {
  return (tenantId, { seq, hash }, at) => hashToken(['audit head', tenantId, seq, hash, at].join('|'), pepper);
}
