import { BudgetExhaustedError } from '@aether/runtime';
import type { Family } from '../db/child-store.ts';
import type { ExecutionRecord } from '../db/records.ts';

/**
 * Nano-USD that a run which is to be called may cost; null = no limit. Never more than its caller has left after what it has spent itself, what
 * its ended children have cost, and what its open ones still may.
 * @throws BudgetExhaustedError when nothing is left
 */
export function childBudget({ parent, children }: Family, asked: number | null): number | null {
  const { budget, spent, childrenSpent, mayHaveSpent } = parent;
  if (budget === null) return asked;
  const held = children
    .filter(({ parentStepKey }) => parentStepKey !== null)
    .reduce((sum, child) => sum + heldBy(child), 0);
  const left = Math.max(0, budget - (spent - childrenSpent) - mayHaveSpent - held);
  const granted = asked === null ? left : Math.min(left, asked);
  // A budget of 0 allows what costs nothing; one that is used up allows nothing more.
  if (granted <= 0 && budget > 0) throw new BudgetExhaustedError(budget, budget - left);
  return granted;
}

function heldBy({ endedAt, spent, mayHaveSpent, budget }: ExecutionRecord): number {
  const counted = spent + mayHaveSpent;
  return endedAt === null ? Math.max(counted, budget ?? 0) : counted;
}
