const NANO_PER_USD = 1_000_000_000;

/**
 * Money from nano-dollars: `$0.0313`, `$18.42`. A cost that nobody knows is `not priced`, never a false 0;
 * a part that is known beside one that is not reads `$0.0313 + not priced`.
 */
export function cost(nanoUsd: number | null | undefined, unpriced = false): string {
  if (nanoUsd === null || nanoUsd === undefined) return unpriced ? 'not priced' : '—';
  const known = dollars(nanoUsd / NANO_PER_USD);
  if (!unpriced) return known;
  return nanoUsd === 0 ? 'not priced' : `${known} + not priced`;
}

function dollars(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < 0.0001) return '< $0.0001';
  return `$${usd < 1 ? usd.toFixed(4) : usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
