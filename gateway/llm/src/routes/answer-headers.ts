import type { Price } from '../prices/price-of-usage.ts';
import type { Routed } from '../routing/router.ts';

/** Who answered, and what our part took. The price of a stream is not known yet: its last chunk tells it. */
export function answerHeaders(
  routed: Omit<Routed<unknown>, 'result'>,
  overheadMs: number,
  price: Price | null,
  ignored: readonly string[] = [],
): Record<string, string> {
  const { target, attempts } = routed;
  return {
    'x-aether-model': target.slug,
    'x-aether-provider': target.provider.slug,
    'x-aether-attempts': String(attempts),
    ...(ignored.length === 0 ? {} : { 'x-aether-ignored': ignored.join(', ') }),
    'x-aether-overhead-ms': Math.max(0, overheadMs).toFixed(1),
    ...(price === null
      ? {}
      : price.costNanoUsd === null
        ? { 'x-aether-unpriced': 'true' }
        : { 'x-aether-cost': String(price.costNanoUsd) }),
  };
}
