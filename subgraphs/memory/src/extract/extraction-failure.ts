import type { ErrorCode } from '@aether/schema';

/** Why a document cannot be read, in a form that crosses from the worker thread. */
export interface ExtractionProblem {
  readonly code: ErrorCode;
  /** What was found, one sentence. */
  readonly message: string;
  /** What its owner can do. */
  readonly hint: string;
}

/** The document's own fault: trying again gives the same. Thrown inside the worker thread only. */
export class ExtractionFailure extends Error {
  readonly problem: ExtractionProblem;

  constructor(code: ErrorCode, message: string, hint: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.name = 'ExtractionFailure';
    this.problem = { code, message, hint };
  }
}
