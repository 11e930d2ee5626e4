export interface CompileIssue {
  /** Into the flow: `nodes.<id>`, `edges.<id>` or empty for the whole. */
  readonly path: readonly string[];
  /** What cannot be expressed, and why. */
  readonly message: string;
  /** What to do instead. */
  readonly hint: string;
}

/** Argo cannot express the flow; every reason at once. */
export class CannotCompileError extends Error {
  override readonly name = 'CannotCompileError';
  readonly code = 'FLOW_NOT_EXPRESSIBLE';
  readonly issues: readonly CompileIssue[];

  constructor(issues: readonly CompileIssue[]) {
    super(issues.map(({ message, hint }) => `${message} ${hint}`).join('\n'));
    this.issues = issues;
  }
}
