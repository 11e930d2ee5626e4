import { isRecord } from '../../json/is-record.ts';

export interface RoutedCandidate {
  model: string;
  outcome: string;
  reason: string;
  /** Nano-US-dollars; null = not priced. */
  expectedCost: number | null;
  /** Least share of good answers; null = nothing is known. */
  qualityBound: number | null;
}

/** The routing decision in the details of a model's step, for steps where there was a choice. Null = there was none. */
export function routingOf(details: unknown): readonly RoutedCandidate[] | null {
  if (!isRecord(details) || !isRecord(details['routing'])) return null;
  const { candidates } = details['routing'];
  if (!Array.isArray(candidates) || candidates.length < 2) return null;
  return candidates.filter(isRecord).map((candidate) => ({
    model: String(candidate['model']),
    outcome: String(candidate['outcome']),
    reason: String(candidate['reason']),
    expectedCost: typeof candidate['expectedCost'] === 'number' ? candidate['expectedCost'] : null,
    qualityBound: typeof candidate['qualityBound'] === 'number' ? candidate['qualityBound'] : null,
  }));
}
