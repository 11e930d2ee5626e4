/** Cosine of the angle between two vectors, cut to 0 to 1: opposite meanings are no more similar than unrelated ones. */
export function cosine(left: readonly number[], right: readonly number[]): number {
  const product = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  const lengths = Math.sqrt(product(left, left) * product(right, right));
  return lengths === 0 ? 0 : Math.min(1, Math.max(0, product(left, right) / lengths));
}
