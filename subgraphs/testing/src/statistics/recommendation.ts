import type { CellRecord, RecommendationRecord, VariantRecord } from '../comparison.ts';
import { mean, standardDeviation } from './sample.ts';
import { studentT } from './student-t.ts';
import { type VariantStatisticsRecord, variantStatistics } from './variant-statistics.ts';

/** Points by which one answer may be worse than another and still count as equally good. */
export const MARGIN = 0.5;
/** From here on a recommendation stands on its own. */
export const ENOUGH_CONFIDENCE = 0.9;
/** Fewer cases say nothing, however equal they are. */
export const FEWEST_CASES = 5;
/** Most cases that a comparison holds. */
const MOST_CASES = 100;
/** A price or a duration this much lower is an advantage; less is noise. */
const ADVANTAGE = 0.1;
/**
 * Least deviation of differences. Scores come in steps of about one point, so equal ones are known to ±½ only; the deviation of a value
 * that is spread evenly over one step is 1/√12 (Sheppard). Without it three equal scores would be certainty.
 */
const LEAST_DEVIATION = 1 / Math.sqrt(12);

interface Candidate {
  readonly id: string;
  readonly label: string;
  readonly statistics: VariantStatisticsRecord;
  /** By case; an answer that failed counts as 0. */
  readonly scores: ReadonlyMap<string, number>;
  readonly score: number;
}

interface Duel {
  readonly rival: Candidate;
  readonly cases: number;
  /** Points by which the rival is worse, on the cases that both have. */
  readonly lead: number;
  readonly deviation: number;
  /** Probability that the candidate is at most `MARGIN` worse than the rival. */
  readonly confidence: number;
}

/**
 * Which variant to take: the cheapest of those that are as good as the best, faster ones first where prices are equal or unknown.
 * As good = at most `MARGIN` points worse on average over the same cases. The confidence is that of a one-sided paired t test of
 * non-inferiority (NIST/SEMATECH e-Handbook §1.3.5.3) against every rival, the least of them.
 * @param labelOf how the reason names a variant
 */
export function recommend(
  variants: readonly Pick<VariantRecord, 'id'>[],
  cells: readonly CellRecord[],
  labelOf: (variantId: string) => string,
): RecommendationRecord {
  const candidates = toCandidates(variants, cells, labelOf);
  const best = candidates.toSorted((left, right) => right.score - left.score)[0];
  if (best === undefined) return nothingYet(cells);
  const asGood = candidates.filter((candidate) => candidate === best || duel(candidate, best).lead + MARGIN >= 0);
  const chosen = asGood.reduce((held, next) => (isPreferred(next, held) ? next : held), best);
  const duels = candidates.filter((rival) => rival !== chosen).map((rival) => duel(chosen, rival));
  const hardest = duels.toSorted((left, right) => left.confidence - right.confidence)[0];
  if (hardest === undefined) {
    return {
      variantId: chosen.id,
      reason: `Only ${chosen.label} has answers that were scored, so there is nothing to compare it with.`,
      confidence: 0,
      enoughEvidence: false,
      missingCases: null,
    };
  }
  const enoughEvidence = hardest.confidence >= ENOUGH_CONFIDENCE && hardest.cases >= FEWEST_CASES;
  const missingCases = enoughEvidence ? 0 : casesMissing(hardest);
  return {
    variantId: chosen.id,
    reason: reasonOf(chosen, best, hardest, enoughEvidence, missingCases),
    confidence: hardest.confidence,
    enoughEvidence,
    missingCases,
  };
}

/** Those with at least one score; without any nothing can be said about a variant. */
function toCandidates(
  variants: readonly Pick<VariantRecord, 'id'>[],
  cells: readonly CellRecord[],
  labelOf: (variantId: string) => string,
): readonly Candidate[] {
  const statistics = new Map(variantStatistics(variants, cells).map((each) => [each.variantId, each]));
  return variants.flatMap(({ id }) => {
    const own = cells.filter((cell) => cell.variantId === id);
    const sums = statistics.get(id);
    if (sums === undefined || !own.some(({ status, score }) => status === 'FINISHED' && score !== null)) return [];
    const scores = new Map(
      own.flatMap((cell): [string, number][] => {
        if (cell.status === 'FAILED') return [[cell.caseId, 0]];
        return cell.status === 'FINISHED' && cell.score !== null ? [[cell.caseId, cell.score]] : [];
      }),
    );
    return [{ id, label: labelOf(id), statistics: sums, scores, score: mean([...scores.values()]) }];
  });
}

function duel(candidate: Candidate, rival: Candidate): Duel {
  const leads = [...candidate.scores].flatMap(([caseId, score]) => {
    const other = rival.scores.get(caseId);
    return other === undefined ? [] : [score - other];
  });
  if (leads.length === 0)
    return { rival, cases: 0, lead: candidate.score - rival.score, deviation: LEAST_DEVIATION, confidence: 0 };
  const lead = mean(leads);
  const deviation = Math.max(LEAST_DEVIATION, standardDeviation(leads));
  return { rival, cases: leads.length, lead, deviation, confidence: confidenceOf(lead, deviation, leads.length) };
}

function confidenceOf(lead: number, deviation: number, cases: number): number {
  return cases < 2 ? 0 : studentT((lead + MARGIN) / (deviation / Math.sqrt(cases)), cases - 1);
}

/** Cases until the duel would be decided if the next ones are like those before; null = more of the same would not decide it. */
function casesMissing({ lead, deviation, cases }: Duel): number | null {
  for (let total = Math.max(FEWEST_CASES, cases + 1); total <= MOST_CASES; total += 1) {
    if (confidenceOf(lead, deviation, total) >= ENOUGH_CONFIDENCE) return total - cases;
  }
  return null;
}

function isPreferred(next: Candidate, held: Candidate): boolean {
  const [price, heldPrice] = [next.statistics.costPerRun, held.statistics.costPerRun];
  if (price !== null && heldPrice !== null && price !== heldPrice) {
    if (price < heldPrice * (1 - ADVANTAGE)) return true;
    if (heldPrice < price * (1 - ADVANTAGE)) return false;
  }
  const [time, heldTime] = [next.statistics.medianDurationMs, held.statistics.medianDurationMs];
  return time !== null && heldTime !== null && time < heldTime * (1 - ADVANTAGE) && next.score >= held.score;
}

function reasonOf(
  chosen: Candidate,
  best: Candidate,
  { rival, cases, lead }: Duel,
  enoughEvidence: boolean,
  missing: number | null,
): string {
  const other = chosen === best ? rival : best;
  const against = `${points(chosen.score)} against ${points(other.score)}`;
  const quality =
    chosen === best && Math.abs(lead) > MARGIN
      ? `Better than ${other.label}, ${against}`
      : `As good as ${other.label} within ${MARGIN} points, ${against}`;
  const saving = savingOf(chosen, other);
  const claim = `${quality}${saving === null ? '' : `, and ${saving}`}.`;
  if (enoughEvidence) return `${claim} ${cases} cases are enough to say so.`;
  const which = `${cases} ${cases === 1 ? 'case is' : 'cases are'} too few to separate ${chosen.label} and ${rival.label}`;
  if (missing === null)
    return `${claim} The scores of ${chosen.label} and ${rival.label} differ too much from case to case to decide.`;
  return `${claim} ${which}; about ${missing} more would.`;
}

function savingOf({ statistics: own }: Candidate, { statistics: other }: Candidate): string | null {
  const [price, otherPrice] = [own.costPerRun, other.costPerRun];
  if (price !== null && otherPrice !== null && price < otherPrice * (1 - ADVANTAGE))
    return `${Math.round((1 - price / otherPrice) * 100)} % cheaper`;
  const [time, otherTime] = [own.medianDurationMs, other.medianDurationMs];
  if (time !== null && otherTime !== null && time < otherTime * (1 - ADVANTAGE))
    return `${Math.round((1 - time / otherTime) * 100)} % faster`;
  return null;
}

function nothingYet(cells: readonly CellRecord[]): RecommendationRecord {
  const hasAnswers = cells.some((cell) => cell.status === 'FINISHED');
  return {
    variantId: null,
    reason: hasAnswers
      ? 'No answer was scored: give the cases checks, or name a judge.'
      : 'No variant has answered yet.',
    confidence: 0,
    enoughEvidence: false,
    missingCases: null,
  };
}

const points = (score: number): string => score.toFixed(1);
