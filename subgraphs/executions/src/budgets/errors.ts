import { BudgetRefusedError, dollars } from '@aether/runtime';
import type { BudgetRecord } from './budget.ts';
import { mostOf, outputTokensOf, type PricedCall } from './call-price.ts';

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
    message: `The next call may cost up to ${dollars(atLeast)}, and ${WHICH[period]} budget of ${WHOSE[scope]} has ${dollars(Math.max(0, left))} left.`,
    facts: { budgetId: id, atLeast, left },
    hint: 'Ask an administrator to raise the budget, wait for its next period, or choose a cheaper model.',
    mayDegrade: action === 'DEGRADE',
  });
}

/** The refusal of a model's call, with what makes it cost so much at most, and what mends that. */
export function withCause(refused: BudgetRefusedError, { price, call }: PricedCall): BudgetRefusedError {
  const outputTokens = outputTokensOf(price, call);
  if (outputTokens === 0) return refused;
  const { message, facts, hint, mayDegrade } = refused;
  const ofAnswer = mostOf(price, { ...call, promptBytes: 0 });
  const cause =
    ofAnswer * 2 >= mostOf(price, call)
      ? `An answer of up to ${outputTokens.toLocaleString('en-US')} tokens is reserved: lower "maximumOutputTokens" of the agent's model.`
      : `Its prompt of ${call.promptBytes.toLocaleString('en-US')} bytes is reserved as that many tokens: give the agent less to read.`;
  return new BudgetRefusedError({
    message,
    facts: { ...facts, outputTokens, promptBytes: call.promptBytes },
    hint: `${cause} ${hint ?? ''}`.trimEnd(),
    mayDegrade,
  });
}
