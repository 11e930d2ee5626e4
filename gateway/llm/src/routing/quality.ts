/** What is known of the answers of one model in one kind of task. */
export interface QualityEvidence {
  readonly good: number;
  readonly bad: number;
}

/** One-sided 90 %. */
const Z = 1.2816;

/**
 * Share of good answers that a model has at least, with 90 % confidence: the lower bound of Wilson's score interval (Wilson
 * 1927, "Probable inference"). Null = nothing is known, which is no quality at all, neither good nor bad.
 */
export function qualityBound({ good, bad }: QualityEvidence): number | null {
  const count = good + bad;
  if (count === 0) return null;
  const share = good / count;
  const margin = Z * Math.sqrt((share * (1 - share)) / count + Z ** 2 / (4 * count ** 2));
  return Math.max(0, (share + Z ** 2 / (2 * count) - margin) / (1 + Z ** 2 / count));
}
