import { BudgetRefusedError } from '@aether/runtime';
import type { BudgetRecord } from './budget.ts';

const WHOSE = {
  TENANT: 'the organization',
  DEPARTMENT: 'the department',
  TEAM: 'the team',
  USER: 'the person',
  AGENT: 'the agent',
  API_KEY: 'the API key',
} as const;
const WHICH = { DAY: "today's", WEEK: "this week's", MONTH: "this month's", TOTAL: 'the' } as const;

/** A budget has less left than the next call may cost. Nothing was called, nothing was spent. */
export function budgetRefused(
  { id, scope, period, action }: BudgetRecord,
  atLeast: number,
  left: number,
): BudgetRefusedError {
  return new BudgetRefusedError({
    message: `The next call may cost up to ${atLeast} nano-USD, and ${WHICH[period]} budget of ${WHOSE[scope]} has ${Math.max(0, left)} left.`,
    facts: { budgetId: id, atLeast, left },
    hint: 'Ask an administrator to raise the budget, wait for its next period, or choose a cheaper model.',
    mayDegrade: action === 'DEGRADE',
  });
}
