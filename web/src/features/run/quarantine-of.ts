import { isRecord } from '../../json/is-record.ts';
import type { Finding } from '../../execution/finding-words.ts';

export interface Quarantine {
  /** The whole answer was held back; else it was handed on in marks. */
  blocked: boolean;
  findings: readonly Finding[];
}

/** What the gateway found in the answer of a tool, in the details of its step. Null = nothing. */
export function quarantineOf(details: unknown): Quarantine | null {
  if (!isRecord(details) || !isRecord(details['quarantine'])) return null;
  const { verdict, findings } = details['quarantine'];
  if (!Array.isArray(findings) || findings.length === 0) return null;
  return {
    blocked: verdict === 'BLOCKED',
    findings: findings.filter(isRecord).map((finding) => ({
      rule: String(finding['rule']),
      hidden: finding['hidden'] === true,
      path: String(finding['path'] ?? ''),
      offset: typeof finding['offset'] === 'number' ? finding['offset'] : 0,
      excerpt: typeof finding['excerpt'] === 'string' ? finding['excerpt'] : '',
    })),
  };
}
