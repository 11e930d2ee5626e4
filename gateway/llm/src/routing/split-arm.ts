import { createHash } from 'node:crypto';

const BUCKETS = 2 ** 48;

/**
 * The arm of a weighted split that a key belongs to: the same key and arms give the same arm, on every machine, and
 * weights of 9 to 1 send a tenth of the keys to the second.
 */
export function splitArm<Arm extends { readonly model: string; readonly weight: number }>(
  arms: readonly Arm[],
  key: string,
): Arm | null {
  const total = arms.reduce((sum, { weight }) => sum + weight, 0);
  const names = arms.map(({ model, weight }) => `${model}=${weight}`).join(',');
  const hash = createHash('sha256').update(`${names}\n${key}`).digest();
  let point = (hash.readUIntBE(0, 6) / BUCKETS) * total;
  for (const arm of arms) {
    if (point < arm.weight) return arm;
    point -= arm.weight;
  }
  return arms.at(-1) ?? null;
}
