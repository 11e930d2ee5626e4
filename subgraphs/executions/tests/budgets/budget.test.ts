import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BudgetRecord, countsIn, periodKeyOf, resetsAt } from '../../src/budgets/budget.ts';
import { mostOf, mostUntil, outputTokensOf } from '../../src/budgets/call-price.ts';
import { settle, type SliceRecord } from '../../src/budgets/slice.ts';

test.each([
  ['DAY', '2026-03-01T23:59:59.999Z', '2026-03-01', '2026-03-02T00:00:00.000Z'],
  ['WEEK', '2026-03-01T12:00:00.000Z', '2026-02-23', '2026-03-02T00:00:00.000Z'],
  ['WEEK', '2026-03-02T00:00:00.000Z', '2026-03-02', '2026-03-09T00:00:00.000Z'],
  ['MONTH', '2026-12-31T12:00:00.000Z', '2026-12-01', '2027-01-01T00:00:00.000Z'],
  ['TOTAL', '2026-12-31T12:00:00.000Z', '', null],
] as const)('%s at %s began on %s', (period, at, key, next) => {
  expect(periodKeyOf(period, new Date(at))).toBe(key);
  expect(resetsAt(period, new Date(at))?.toISOString() ?? null).toBe(next);
});

test('a call counts in the budgets of everybody who pays for it, and in no other', () => {
  const payer = {
    tenantId: 't',
    agentId: 'agt',
    userId: 'usr',
    departmentId: 'dep',
    teamIds: ['one', 'two'],
    apiKeyId: 'key',
  };
  const counts = (scope: BudgetRecord['scope'], subjectId: string | null) => countsIn(payer, { scope, subjectId });
  expect([
    counts('TENANT', null),
    counts('AGENT', 'agt'),
    counts('USER', 'usr'),
    counts('DEPARTMENT', 'dep'),
    counts('TEAM', 'two'),
  ]).toEqual([true, true, true, true, true]);
  expect([counts('AGENT', 'usr'), counts('USER', 'agt'), counts('TEAM', 'three')]).toEqual([false, false, false]);
  const service = { ...payer, userId: null, departmentId: null, teamIds: [], apiKeyId: null };
  const scopes = ['USER', 'DEPARTMENT', 'TEAM'] as const;
  expect(scopes.map((scope) => countsIn(service, { scope, subjectId: null }))).toEqual([false, false, false]);
});

test('no call costs more than what was reserved for it, however its tokens fall', () => {
  const price = fc.record({
    inputPerMillion: fc.integer({ min: 0, max: 100_000_000_000 }),
    outputPerMillion: fc.integer({ min: 0, max: 100_000_000_000 }),
    maximumOutputTokens: fc.option(fc.integer({ min: 1, max: 200_000 })),
  });
  const bound = fc.record({
    promptBytes: fc.integer({ min: 0, max: 1_000_000 }),
    maximumOutputTokens: fc.option(fc.integer({ min: 1, max: 200_000 })),
  });
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(price, bound, part, part, (model, call, read, written) => {
      const tokens = [Math.floor(call.promptBytes * read), Math.floor(outputTokensOf(model, call) * written)] as const;
      const cost = Math.round((tokens[0] * model.inputPerMillion + tokens[1] * model.outputPerMillion) / 1_000_000);
      expect(mostOf(model, call)).toBeGreaterThanOrEqual(cost);
      expect(mostUntil(model, call, 10)).toBeLessThanOrEqual(mostOf(model, call));
    }),
  );
});

test('a new period begins with nothing spent, and a clock that is behind does not bring the old one back', () => {
  const slice: SliceRecord = {
    tenantId: 't',
    id: 'slc',
    budgetId: 'bud',
    periodKey: '2026-03-01',
    amount: 50,
    used: 10,
    held: 5,
    version: 1,
    expiresAtMs: 1_000,
  };
  const budget = { spent: 70, periodKey: '2026-03-01' };
  const at = (periodKey: string, nowMs: number) => settle(budget, [slice], { nowMs, periodKey, ownId: null });
  expect(at('2026-03-01', 500)).toMatchObject({ spent: 70, others: 50, expired: [] });
  expect(at('2026-03-01', 2_000)).toMatchObject({ spent: 85, others: 0, expired: ['slc'] });
  expect(at('2026-03-02', 500)).toMatchObject({ spent: 0, others: 0, periodKey: '2026-03-02' });
  expect(at('2026-02-28', 500)).toMatchObject({ spent: 70, others: 50, periodKey: '2026-03-01' });
});
