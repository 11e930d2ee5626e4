import type { Finding } from './finding.ts';
import type { QuarantineVerdict } from './quarantine-verdict.ts';

/** Something that was held back or marked. */
export interface Quarantined {
  /** The tool, prompt or resource; of a list its server. */
  readonly what: string;
  readonly kind: 'tool' | 'prompt' | 'resource' | 'completion' | 'list' | 'question' | 'log' | 'progress';
  readonly verdict: QuarantineVerdict;
  readonly findings: readonly Finding[];
}
