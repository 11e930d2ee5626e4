import type { Journal } from '../journal.ts';

/** What the run may still spend, in nano-USD; null = no limit. */
export function budgetLeft(journal: Pick<Journal, 'run' | 'spent'>): number | null {
  const { budget } = journal.run;
  return budget === null ? null : Math.max(0, budget - journal.spent());
}
