/** One problem of a specification. */
export interface SpecIssue {
  code: SpecIssueCode;
  /** Into the specification; empty = the whole. */
  path: readonly string[];
  message: string;
  hint: string | null;
}

export type SpecIssueCode =
  | 'REQUIRED'
  | 'UNKNOWN_FIELD'
  | 'WRONG_TYPE'
  | 'WRONG_VALUE'
  | 'TOO_SMALL'
  | 'TOO_LARGE'
  | 'WRONG_FORMAT'
  | 'NOT_RUNNABLE'
  | 'UNKNOWN_PLACEHOLDER'
  | 'MISSING_INPUT'
  | 'WRONG_JSON_SCHEMA'
  | 'DUPLICATE'
  | 'UNKNOWN_REFERENCE'
  | 'WRONG_EXPRESSION'
  | 'FLOW_CIRCLE'
  | 'FLOW_UNREACHABLE'
  | 'FLOW_PORT';
