import type { BudgetState } from '../budgets/budget-state.ts';
import type { Budget } from './budget.ts';
import { reference } from './references.ts';

export function toBudget({ budget, spent, reserved, resetsAt }: BudgetState): Budget {
  const { id, scope, subjectId, period, limit, action } = budget;
  return {
    id,
    scope,
    department: scope === 'DEPARTMENT' ? reference(subjectId) : null,
    team: scope === 'TEAM' ? reference(subjectId) : null,
    user: scope === 'USER' ? reference(subjectId) : null,
    agent: scope === 'AGENT' ? reference(subjectId) : null,
    apiKey: scope === 'API_KEY' ? reference(subjectId) : null,
    period,
    limit,
    reserved,
    spent,
    action,
    resetsAt: resetsAt?.toISOString() ?? null,
  };
}
