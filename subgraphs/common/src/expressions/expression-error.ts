import { EvaluationError, ParseError, TypeError as CheckError } from '@marcbachmann/cel-js';

/** An expression that cannot be read, or has no value for this event. `at` counts characters from 1. */
export class ExpressionError extends Error {
  readonly at: number | null;

  constructor(reason: string, at: number | null) {
    super(at === null ? reason : `${reason} (at character ${at})`);
    this.name = 'ExpressionError';
    this.at = at;
  }

  /** @throws the error itself when it is none of the language */
  static of(error: unknown): ExpressionError {
    if (error instanceof ExpressionError) return error;
    if (error instanceof ParseError || error instanceof EvaluationError || error instanceof CheckError)
      return new ExpressionError(
        error.summary ?? error.message.split('\n')[0] ?? '',
        error.range === undefined ? null : error.range.start + 1,
      );
    if (error instanceof RangeError) return new ExpressionError('it goes too deep', null);
    throw error;
  }
}
