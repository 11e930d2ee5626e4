/** 100,000 US dollars, in nano. */
const MOST_OF_ONE_CALL = 1e14;

/**
 * A cost as the books take it: whole, not negative, and no more than one call can cost, whatever a vendor or a request says. Sums of such costs
 * stay safe integers.
 * @returns null = it is no number
 */
export function wholeCost(nanoUsd: number): number | null {
  return Number.isNaN(nanoUsd) ? null : Math.min(Math.max(0, Math.round(nanoUsd)), MOST_OF_ONE_CALL);
}
