import { createContext, Script } from 'node:vm';
import { isRecord } from '@aether/schema';
import { ExpressionError } from './expression-error.ts';

/** On a machine that is busy with other things a try may end before it had its time; then it gets a longer one. */
const MAXIMUM_TRIES = 6;
/** Part of the time that the processor must have worked on it, or it was the machine that was slow. */
const OWN_PART = 0.5;

const sandbox: { work: () => void } = { work: () => {} };
createContext(sandbox);
const call = new Script('work()');

/**
 * Runs evaluations under one clock. Expressions end by themselves, but a nested `all` over long lists, or a pattern of `matches`,
 * may take minutes, and they run on the thread that serves everybody: V8 ends them from outside.
 * @param work may be called again; it must not keep anything of a call that was ended
 * @throws ExpressionError after this many milliseconds of the processor
 */
export function withinTime<Result>(work: () => Result, milliseconds: number): Result {
  for (let tries = 1; ; tries += 1) {
    const begun = process.threadCpuUsage();
    try {
      return runFor(work, milliseconds * 2 ** (tries - 1));
    } catch (error) {
      // It is an error of the other context, so no `instanceof` knows it.
      if (!isRecord(error) || error['code'] !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      const { user, system } = process.threadCpuUsage(begun);
      if (tries === MAXIMUM_TRIES || (user + system) / 1_000 >= milliseconds * OWN_PART)
        throw new ExpressionError(`it took longer than ${milliseconds} ms`, null);
    }
  }
}

function runFor<Result>(work: () => Result, timeout: number): Result {
  const result: { value?: Result } = {};
  sandbox.work = () => {
    result.value = work();
  };
  try {
    call.runInContext(sandbox, { timeout });
  } finally {
    sandbox.work = () => {};
  }
  return result.value as Result;
}
