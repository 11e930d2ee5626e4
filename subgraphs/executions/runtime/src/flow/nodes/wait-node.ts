import type { FlowNodeOf } from '@aether/schema';
import { WrongValueError } from '../errors.ts';
import type { NodeAnswer, NodeContext } from '../node-context.ts';
import { evaluateIn } from '../node-scope.ts';
import { needed } from '../node-steps.ts';

/** The longest wait. That until an instant is measured by the clock of the record (`Journal.timer`). */
const LONGEST_SECONDS = 30 * 24 * 60 * 60;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/u;

/**
 * Waits in the record and holds nothing meanwhile. The output is what came with a signal, else null.
 * @throws WaitingError until the time has come
 * @throws SignalTimeoutError when the signal did not come in time
 */
export async function runWaitNode(node: FlowNodeOf<'wait'>, context: NodeContext): Promise<NodeAnswer> {
  const { journal, name, scope } = context;
  const { seconds, until, signal, timeoutMs = null } = node;
  if (signal !== undefined)
    return { output: await journal.awaitSignal({ key: 'wait', name, signal, timeoutMs }), port: null };
  const request =
    seconds === undefined
      ? { untilMs: await needed(context, 'WAIT', () => instantOf(until ?? '', evaluateIn(scope, until ?? ''))) }
      : { afterMs: await needed(context, 'WAIT', () => durationOf(seconds, evaluateIn(scope, seconds))) };
  await journal.timer({ key: 'wait', name, ...request });
  return { output: null, port: null };
}

function durationOf(expression: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= LONGEST_SECONDS) return Math.round(value * 1_000);
  throw new WrongValueError(expression, `a number of seconds from 0 to ${LONGEST_SECONDS}`, JSON.stringify(value));
}

function instantOf(expression: string, value: unknown): number {
  const instant = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(instant)) return instant;
  throw new WrongValueError(expression, 'an instant like 2026-11-22T18:00:00Z', JSON.stringify(value));
}
