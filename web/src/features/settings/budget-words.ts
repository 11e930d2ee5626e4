import type { BudgetAction, BudgetPeriod, BudgetScope } from '../../gql/graphql.ts';

export const SCOPES: readonly { value: BudgetScope; label: string }[] = [
  { value: 'TENANT', label: 'Everybody' },
  { value: 'DEPARTMENT', label: 'A department' },
  { value: 'TEAM', label: 'A team' },
  { value: 'USER', label: 'A person' },
  { value: 'AGENT', label: 'An agent' },
  { value: 'API_KEY', label: 'An API key' },
];

export const PERIODS: readonly { value: BudgetPeriod; label: string }[] = [
  { value: 'DAY', label: 'Each day' },
  { value: 'WEEK', label: 'Each week' },
  { value: 'MONTH', label: 'Each month' },
  { value: 'TOTAL', label: 'Once' },
];

const ACTIONS: readonly { value: BudgetAction; label: string }[] = [
  { value: 'STOP', label: 'Stop the run before the call' },
  { value: 'DEGRADE', label: 'Ask a cheaper fallback of the agent' },
  { value: 'WARN', label: 'Let it through' },
];

const ACTION_WORDS: Readonly<Record<BudgetAction, string>> = {
  STOP: 'stops the run',
  DEGRADE: 'asks a cheaper model',
  WARN: 'lets through',
};

/** A key calls models directly too, so there may be no run to stop. */
export function actionWord(scope: BudgetScope, action: BudgetAction): string {
  return scope === 'API_KEY' && action === 'STOP' ? 'refuses the call' : ACTION_WORDS[action];
}

/** What a budget can do when a call does not fit. */
export function actionsOf(scope: BudgetScope): typeof ACTIONS {
  if (scope !== 'API_KEY') return ACTIONS;
  return ACTIONS.map((action) => (action.value === 'STOP' ? { ...action, label: 'Refuse the call' } : action));
}

const NANO_PER_USD = 1_000_000_000;

/** Nano-USD of a text such as `12.50`; null = no amount. */
export function nanoOf(text: string): number | null {
  const trimmed = text.trim();
  if (!/^\d{1,6}(\.\d{1,9})?$/u.test(trimmed)) return null;
  return Math.round(Number(trimmed) * NANO_PER_USD);
}
