const NANO_PER_USD = 1_000_000_000;
const LARGE = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
/** As many digits as two small amounts need to be told apart. */
const SMALL = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumSignificantDigits: 4 });

/** Money in a sentence for people, from nano-US-dollars: `$18.42`, `$0.004927`, `$0`. */
export function dollars(nanoUsd: number): string {
  const usd = nanoUsd / NANO_PER_USD;
  return (usd < 1 ? SMALL : LARGE).format(usd);
}
