/** What is known of a cost in nano-USD, also when there is more whose price is not; null = nothing is known, which is no 0. */
export function knownCost(spent: number, unpriced: boolean): number | null {
  return unpriced && spent === 0 ? null : spent;
}
