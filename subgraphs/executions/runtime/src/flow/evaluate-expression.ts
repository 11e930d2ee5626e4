import { ExpressionError, type ExpressionLanguage, withinTime } from '@aether/common/expressions';
import type { JsonValue } from '@aether/schema';
import { ExpressionFailedError } from './errors.ts';

/** One expression; agents look into whole answers and lists of passages. */
const TIME_MS = 250;

/** The value of an expression as JSON. @throws ExpressionFailedError */
export function evaluateExpression(
  language: ExpressionLanguage,
  scope: Readonly<Record<string, unknown>>,
  text: string,
  of: 'flow' | 'endpoint' = 'flow',
): JsonValue {
  try {
    const work = (): unknown => language.evaluate(text, scope);
    // What comes out of `toPlainValue` is JSON.
    return ((language.endsAtOnce(text) ? work() : withinTime(work, TIME_MS)) ?? null) as JsonValue;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new ExpressionFailedError(text, error.message, of);
  }
}
