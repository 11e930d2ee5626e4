/** A run below another, in epoch milliseconds. */
interface CalledRun {
  readonly fromMs: number;
  /** Its end, or now. */
  readonly untilMs: number;
  readonly waitedMs: number;
}

/**
 * How long a run was held up by waits below it. Waits add up, but those of runs that lived at the same time to no more than the time in which
 * they lived: twenty that wait for an hour side by side are one hour. It never shrinks while the runs go on.
 */
export function calledWaitMs(runs: readonly CalledRun[]): number {
  const together: CalledRun[] = [];
  const waited = runs.filter(({ waitedMs }) => waitedMs > 0).toSorted((left, right) => left.fromMs - right.fromMs);
  for (const run of waited) {
    const last = together.at(-1);
    if (last === undefined || run.fromMs > last.untilMs) together.push(run);
    else together[together.length - 1] = joined(last, run);
  }
  return together.reduce((sum, { fromMs, untilMs, waitedMs }) => sum + Math.min(waitedMs, untilMs - fromMs), 0);
}

function joined(earlier: CalledRun, later: CalledRun): CalledRun {
  return {
    fromMs: earlier.fromMs,
    untilMs: Math.max(earlier.untilMs, later.untilMs),
    waitedMs: earlier.waitedMs + later.waitedMs,
  };
}
