import type { ServerRecord } from '../catalog/catalog.ts';
import type { Finding } from './finding.ts';

/** BLOCKED: held back. MARKED: handed on in marks that say what it is. */
export type QuarantineVerdict = 'DELIVERED' | 'MARKED' | 'BLOCKED';

/** What a server's policy says about what was found in its answer. */
export function quarantineVerdict(
  policy: ServerRecord['quarantine'],
  findings: readonly Pick<Finding, 'hidden'>[],
): QuarantineVerdict {
  if (policy === 'OFF' || findings.length === 0) return 'DELIVERED';
  return policy === 'BLOCK' || findings.some(({ hidden }) => hidden) ? 'BLOCKED' : 'MARKED';
}
