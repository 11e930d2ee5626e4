import type { OpportunityFacts } from '../opportunities.ts';
import type { StepOutline } from '../step-outline.ts';

/** A model as comparisons of an agent found it. */
export interface ComparedModel {
  readonly modelId: string;
  readonly name: string;
  /** Cases that it finished. */
  readonly finished: number;
  /** 95 % interval of its mean score, 0 to 10. */
  readonly scoreLow: number | null;
  readonly score: number | null;
  readonly costPerRun: number | null;
  readonly unpriced: boolean;
}

/** Fewer cases prove nothing. */
const MINIMUM_CASES = 5;
/** A model is as good as another one when its score is surely not lower than this much below, of 10. */
const AS_GOOD_WITHIN = 0.5;
/** A saving of less is not worth a change. */
const WORTH_PART = 0.2;

/**
 * A cheaper model that was good enough: of the comparisons of the run's agent, newest first, the first one that has the model of the run and
 * one beside it whose score is surely no worse by more than half a point, and which costs at least a fifth less.
 */
export function cheaperModel(
  steps: readonly StepOutline[],
  comparisons: readonly (readonly ComparedModel[])[],
): readonly OpportunityFacts[] {
  const calls = steps.filter(
    ({ type, modelId, cost }) => type === 'LLM_INVOCATION' && modelId !== null && cost !== null,
  );
  for (const [modelId, group] of Map.groupBy(calls, (step) => step.modelId)) {
    const spent = group.reduce((sum, { cost }) => sum + (cost ?? 0), 0);
    if (spent === 0) continue;
    for (const models of comparisons) {
      const own = models.find((model) => model.modelId === modelId && isProved(model));
      if (own === undefined) continue;
      const cheaper = models
        .filter(
          (model) =>
            model.modelId !== modelId &&
            isProved(model) &&
            isAsGood(model, own) &&
            costOf(model) < costOf(own) * (1 - WORTH_PART),
        )
        .toSorted((left, right) => costOf(left) - costOf(right))[0];
      if (cheaper === undefined) continue;
      const part = 1 - costOf(cheaper) / costOf(own);
      return [
        {
          code: 'CHEAPER_MODEL',
          message: `"${cheaper.name}" was as good on ${cheaper.finished} compared cases and costs ${Math.round(part * 100)} % less.`,
          stepIds: group.map(({ id }) => id),
          savingMs: null,
          saving: Math.round(spent * part),
        },
      ];
    }
  }
  return [];
}

const costOf = ({ costPerRun }: ComparedModel): number => costPerRun ?? 0;

const isProved = ({ finished, score, costPerRun, unpriced }: ComparedModel): boolean =>
  finished >= MINIMUM_CASES && score !== null && costPerRun !== null && !unpriced;

const isAsGood = ({ scoreLow, score }: ComparedModel, own: ComparedModel): boolean =>
  (scoreLow ?? score ?? 0) >= (own.score ?? 0) - AS_GOOD_WITHIN;
