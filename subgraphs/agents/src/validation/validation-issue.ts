export const Severity = { ERROR: 'ERROR', WARNING: 'WARNING', INFO: 'INFO' } as const;
export type Severity = keyof typeof Severity;

/** One problem of a specification. */
export interface ValidationIssue {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string | null;
  /** Into the specification; empty = the whole. */
  readonly path: readonly string[];
  /** RFC 6902 operations on the draft that mend it. */
  readonly fix: readonly unknown[] | null;
}
