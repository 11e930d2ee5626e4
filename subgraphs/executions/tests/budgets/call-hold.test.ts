import { expect, test } from 'vitest';
import { CallHold } from '../../src/budgets/call-hold.ts';

function held() {
  const counted = { kept: 0, released: 0 };
  const hold = new CallHold(
    {
      price: { inputPerMillion: 1, outputPerMillion: 1, maximumOutputTokens: null },
      call: { promptBytes: 10, maximumOutputTokens: 10 },
      amount: 100,
      shared: null,
      totals: {
        keep: (amount) => {
          counted.kept += amount;
        },
        release: (amount) => {
          counted.released += amount;
        },
      },
    },
    null,
  );
  return { hold, counted };
}

test.each([true, false])('a call without a price counts at its most in the run (own key: %s)', (hasOwnKey) => {
  const { hold, counted } = held();
  hold.settle(null, { hasOwnKey });
  expect(counted).toEqual({ kept: 100, released: 0 });
});

test('a call with a price gives back what was reserved for it, once', () => {
  const { hold, counted } = held();
  hold.settle(7, { hasOwnKey: true });
  hold.settle(null, { hasOwnKey: true });
  expect(counted).toEqual({ kept: 0, released: 100 });
});
