/** Whose spending a budget limits. */
export const BUDGET_SCOPES = ['TENANT', 'DEPARTMENT', 'TEAM', 'USER', 'AGENT', 'API_KEY'] as const;
export type BudgetScope = (typeof BUDGET_SCOPES)[number];

/** How often it begins anew, in UTC; a week begins on Monday. */
export const BUDGET_PERIODS = ['DAY', 'WEEK', 'MONTH', 'TOTAL'] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

/** What happens to a call that does not fit: it is not made, a cheaper model of the agent is asked, or it is made all the same. */
export const BUDGET_ACTIONS = ['STOP', 'DEGRADE', 'WARN'] as const;
export type BudgetAction = (typeof BUDGET_ACTIONS)[number];

/** A limit that is reserved against before each paid call. Amounts are nano-USD. */
export interface BudgetRecord {
  readonly tenantId: string;
  readonly id: string;
  readonly scope: BudgetScope;
  /** The department, team, user, agent or API key; null for TENANT. */
  readonly subjectId: string | null;
  readonly period: BudgetPeriod;
  readonly limit: number;
  readonly action: BudgetAction;
  /** Settled in the period that `periodKey` names; what open slices have used comes on top. */
  readonly spent: number;
  readonly periodKey: string;
}

/** Who pays for a call: everybody in whose budgets it counts. */
export interface Payer {
  readonly tenantId: string;
  /** Null = a call outside of runs. */
  readonly agentId: string | null;
  readonly userId: string | null;
  readonly departmentId: string | null;
  readonly teamIds: readonly string[];
  /** Of the API key that asked for it; null = a session, or a service. */
  readonly apiKeyId: string | null;
}

/** Whether what the payer spends counts in the budget. */
export function countsIn(payer: Payer, { scope, subjectId }: Pick<BudgetRecord, 'scope' | 'subjectId'>): boolean {
  if (scope === 'TENANT') return true;
  // Of a service account, which is nobody's, person and department are null.
  return subjectId !== null && subjectsOf(payer, scope).includes(subjectId);
}

/** Whether it counts what a person pays with an own key: it is for the safety of a key that others hold, not for anybody's money. */
export function countsOwnKeys({ scope }: Pick<BudgetRecord, 'scope'>): boolean {
  return scope === 'API_KEY';
}

function subjectsOf(payer: Payer, scope: Exclude<BudgetScope, 'TENANT'>): readonly (string | null)[] {
  switch (scope) {
    case 'DEPARTMENT':
      return [payer.departmentId];
    case 'TEAM':
      return payer.teamIds;
    case 'USER':
      return [payer.userId];
    case 'AGENT':
      return [payer.agentId];
    case 'API_KEY':
      return [payer.apiKeyId];
  }
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** First day of the period that an instant is in, as `2026-01-31`; later periods sort after earlier ones. */
export function periodKeyOf(period: BudgetPeriod, at: Date): string {
  const day = at.toISOString().slice(0, 10);
  switch (period) {
    case 'DAY':
      return day;
    case 'WEEK':
      return new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);
    case 'MONTH':
      return `${day.slice(0, 7)}-01`;
    case 'TOTAL':
      return '';
  }
}

/** When the period after the one of this instant begins; null = never. */
export function resetsAt(period: BudgetPeriod, at: Date): Date | null {
  const start = new Date(`${periodKeyOf(period, at) || '1970-01-01'}T00:00:00.000Z`);
  switch (period) {
    case 'DAY':
      return new Date(start.getTime() + DAY_MS);
    case 'WEEK':
      return new Date(start.getTime() + 7 * DAY_MS);
    case 'MONTH':
      return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
    case 'TOTAL':
      return null;
  }
}
