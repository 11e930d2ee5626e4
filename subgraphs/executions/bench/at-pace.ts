import { setTimeout as pause } from 'node:timers/promises';

/** Calls `work` so often a second, whatever the answers take: those outside do not wait for each other. Answers in order. */
export async function atPace<Answer>(
  pace: { readonly perSecond: number; readonly seconds: number },
  work: () => Promise<Answer>,
): Promise<readonly Answer[]> {
  const { perSecond, seconds } = pace;
  const calls: Promise<Answer>[] = [];
  const began = performance.now();
  const total = Math.round(seconds * perSecond);
  while (calls.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1_000) * perSecond) + 1);
    while (calls.length < due) calls.push(work());
    await pause(1);
  }
  return Promise.all(calls);
}
