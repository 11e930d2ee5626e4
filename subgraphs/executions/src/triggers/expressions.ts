import { createContext, Script } from 'node:vm';
import { isRecord } from '@aether/schema';
import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import { ExpressionError } from './expression-error.ts';
import { toPlainValue } from './to-plain-value.ts';
import { TRIGGER_LIMITS } from './trigger.ts';

/** Everything that one delivery evaluates, together. */
const TIME_MS = 50;
/** Parsed expressions by their text. */
const MAXIMUM_PARSED = 1_000;

const environment = new Environment({
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
  limits: { maxAstNodes: 300, maxDepth: 16, maxListElements: 50, maxMapEntries: 50, maxCallArguments: 8 },
}).registerVariable('event', 'map');

const parsed = new Map<string, ParseResult>();

/** @throws ExpressionError when it is too long, does not parse, or cannot have a value of the expected type */
export function compile(text: string, expected: 'bool' | 'any' = 'any'): ParseResult {
  if (text.length > TRIGGER_LIMITS.expressionLength)
    throw new ExpressionError(
      `it has ${text.length} characters, and at most ${TRIGGER_LIMITS.expressionLength} are read`,
      null,
    );
  const expression = parsed.get(text) ?? parse(text);
  if (parsed.size >= MAXIMUM_PARSED) parsed.clear();
  parsed.set(text, expression);
  const { valid, type, error } = expression.check();
  if (!valid) throw ExpressionError.of(error);
  if (expected === 'bool' && type !== 'bool' && type !== 'dyn')
    throw new ExpressionError(`it gives ${type}, and true or false is needed`, null);
  return expression;
}

function parse(text: string): ParseResult {
  try {
    return environment.parse(text);
  } catch (error) {
    throw ExpressionError.of(error);
  }
}

/** The value of an expression as JSON; undefined when it is an empty optional. @throws ExpressionError */
export function evaluate(text: string, event: object): unknown {
  const expression = compile(text);
  try {
    return toPlainValue(expression({ event }));
  } catch (error) {
    throw ExpressionError.of(error);
  }
}

const sandbox: { work: () => void } = { work: () => {} };
createContext(sandbox);
const call = new Script('work()');

/**
 * Runs evaluations under one clock. Expressions end by themselves, but a nested `all` over long lists, or a pattern of `matches`,
 * may take minutes, and they run on the thread that serves everybody: V8 ends them from outside.
 * @throws ExpressionError after 50 ms
 */
export function withinTime<Result>(work: () => Result): Result {
  const result: { value?: Result } = {};
  sandbox.work = () => {
    result.value = work();
  };
  try {
    call.runInContext(sandbox, { timeout: TIME_MS });
  } catch (error) {
    // It is an error of the other context, so no `instanceof` knows it.
    if (isRecord(error) && error['code'] === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new ExpressionError(`it took longer than ${TIME_MS} ms`, null);
    throw error;
  } finally {
    sandbox.work = () => {};
  }
  return result.value as Result;
}
