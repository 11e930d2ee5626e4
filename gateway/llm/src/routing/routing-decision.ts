import type { RoutingPolicy } from './routing-policy.ts';
import { qualityBound, type QualityEvidence } from './quality.ts';

/** One model that was considered, with what was known of it at that moment. */
export interface ConsideredModel {
  readonly model: string;
  /** Why it cannot answer at all; null = it can. */
  readonly exclusion: string | null;
  /** Nano-US-dollars of this call, by its price and the tokens to be expected; null = not priced. */
  readonly expectedCost: number | null;
  /** Milliseconds to the first word, lately; null = not measured. */
  readonly firstTokenMs: number | null;
  readonly quality: QualityEvidence;
}

export type CandidateOutcome = 'CHOSEN' | 'FALLBACK' | 'PASSED_OVER' | 'EXCLUDED';

export interface DecidedModel extends ConsideredModel {
  readonly outcome: CandidateOutcome;
  /** Least quality with 90 % confidence; null = nothing is known. */
  readonly qualityBound: number | null;
  readonly reason: string;
}

/** Which model answers and why, with all that could have: explainable, and replayable from itself. */
export interface RoutingDecision {
  readonly wanted: string;
  readonly optimizeFor: RoutingPolicy['optimizeFor'];
  readonly qualityFloor: number;
  readonly cluster: string;
  readonly split: { readonly model: string; readonly weight: number } | null;
  /** Models to try, in this order. Empty = none can answer. */
  readonly order: readonly string[];
  readonly candidates: readonly DecidedModel[];
}

/**
 * Chooses. The wanted model is the author's choice and needs no proof; another may only take its place when it has shown the
 * quality floor in this kind of task, and then the cheapest, quickest or best of them does. Who asks for nothing gets the
 * wanted model. Pure: the same knowledge gives the same decision.
 * @param considered the wanted model first, then all candidates and fallbacks
 */
export function decideRoute(
  policy: RoutingPolicy,
  considered: readonly ConsideredModel[],
  split: RoutingDecision['split'],
): RoutingDecision {
  const wanted = considered[0]?.model ?? '';
  const bounds = new Map(considered.map(({ model, quality }) => [model, qualityBound(quality)]));
  const able = considered.filter(({ exclusion }) => exclusion === null);
  const eligible =
    policy.optimizeFor === null
      ? able.filter(({ model }) => model === wanted)
      : able.filter(
          ({ model }) =>
            model === wanted || (policy.candidates.includes(model) && (bounds.get(model) ?? -1) >= policy.qualityFloor),
        );
  const chosen = eligible.toSorted((left, right) => rank(policy, left, bounds) - rank(policy, right, bounds))[0];
  const rest = able.filter(
    ({ model }) => model !== chosen?.model && (model === wanted || policy.fallbacks.includes(model)),
  );
  const order = [...(chosen === undefined ? [] : [chosen]), ...rest].map(({ model }) => model);
  const candidates = considered.map((model): DecidedModel => {
    const bound = bounds.get(model.model) ?? null;
    const told = { ...model, qualityBound: bound };
    if (model.exclusion !== null) return { ...told, outcome: 'EXCLUDED', reason: model.exclusion };
    if (model === chosen)
      return { ...told, outcome: 'CHOSEN', reason: chosenBecause(policy, model, wanted, eligible.length) };
    const reason = passedOverBecause(policy, model, wanted, bound);
    return { ...told, outcome: order.includes(model.model) ? 'FALLBACK' : 'PASSED_OVER', reason };
  });
  const { optimizeFor, qualityFloor, cluster } = policy;
  return { wanted, optimizeFor, qualityFloor, cluster, split, order, candidates };
}

/** Less is better. What is not known stands behind all that is. */
function rank(
  { optimizeFor }: RoutingPolicy,
  model: ConsideredModel,
  bounds: ReadonlyMap<string, number | null>,
): number {
  const unknown = Number.MAX_VALUE;
  if (optimizeFor === 'speed') return model.firstTokenMs ?? unknown;
  const bound = bounds.get(model.model) ?? null;
  if (optimizeFor === 'quality') return bound === null ? 0 : -bound;
  if (optimizeFor === 'cost' && model.expectedCost !== null) {
    // A bad answer is asked for again: what counts is the cost of a good one.
    const { good, bad } = model.quality;
    return (model.expectedCost * (good + bad + 2)) / (good + 1 + (good + bad === 0 ? 1 : 0));
  }
  return unknown;
}

function chosenBecause(policy: RoutingPolicy, model: ConsideredModel, wanted: string, eligible: number): string {
  if (policy.optimizeFor === null)
    return model.model === wanted ? 'it was asked for' : 'the wanted model cannot answer';
  if (eligible === 1) return 'no other model has shown the quality floor';
  const best = {
    cost: 'lowest expected cost',
    speed: 'shortest time to the first word',
    quality: 'highest proven quality',
  };
  return `${best[policy.optimizeFor]} of ${eligible} that may answer`;
}

function passedOverBecause(
  policy: RoutingPolicy,
  { model }: ConsideredModel,
  wanted: string,
  bound: number | null,
): string {
  if (policy.optimizeFor === null) return 'only when the wanted model fails';
  if (model !== wanted && !policy.candidates.includes(model)) return 'only when the chosen model fails';
  if (model !== wanted && bound === null) return 'nothing is known of its quality in this kind of task';
  if (model !== wanted && bound !== null && bound < policy.qualityFloor)
    return `its proven quality ${bound.toFixed(2)} is below the floor ${policy.qualityFloor}`;
  return 'another one ranks before it';
}
