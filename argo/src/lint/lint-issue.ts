/** One thing that a cluster would refuse, drop without a word, or run differently than written. */
export interface LintIssue {
  /** JSON pointer into the manifest; empty = the whole. */
  readonly path: string;
  readonly message: string;
  /** A warning works, but hardly as meant. */
  readonly severity: 'ERROR' | 'WARNING';
}
