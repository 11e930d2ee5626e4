import type { Viewer } from '@aether/common/security';
import { PlatformError } from '@aether/common/service';
import { tablePrices } from '../prices/price-of-usage.ts';
import type { ChatRequest } from '../wire/chat-request.ts';
import { countPromptTokens } from '../wire/count-tokens.ts';
import type { Breakers } from './breakers.ts';
import type { ModelCatalog } from './model-catalog.ts';
import { requireFit } from './require-fit.ts';
import type { RouteMemory } from './route-memory.ts';
import { type ConsideredModel, decideRoute, type RoutingDecision } from './routing-decision.ts';
import type { RoutingPolicy } from './routing-policy.ts';
import { splitArm } from './split-arm.ts';
import { breakerKey, type Target } from './target.ts';

export interface ChatRoute {
  readonly decision: RoutingDecision;
  /** In the order of the decision; empty = none may answer. */
  readonly targets: readonly Target[];
  readonly wanted: Target | null;
  /** Of the prompt, by our own estimate. */
  readonly promptTokens: number;
}

export interface ChatRouteParts {
  readonly memory: RouteMemory;
  readonly breakers: Breakers;
  readonly now: () => Date;
}

/** Tokens of an answer whose caller sets no limit, for the expected cost alone. */
const USUAL_ANSWER = 500;
const PER_MILLION = 1_000_000;

/**
 * Decides which models to try for a chat, and why.
 * @throws ModelNotFoundError, ModelCapabilityError, PromptTooLargeError when the wanted model is none for this request
 */
export async function chatRoute(
  parts: ChatRouteParts,
  catalog: ModelCatalog,
  viewer: Viewer | null,
  request: ChatRequest,
  policy: RoutingPolicy,
): Promise<ChatRoute> {
  const key = policy.splitKey ?? viewer?.userId ?? viewer?.serviceAccountId ?? viewer?.tenantId ?? '';
  const arm = policy.split.length === 0 ? null : splitArm(policy.split, key);
  const names = [...new Set([arm?.model ?? request.model, ...policy.candidates, ...policy.fallbacks])];
  const tokens = countPromptTokens(request);
  const found = await Promise.all(
    names.map((name) => consider(parts, catalog, viewer, { name, request, policy, tokens })),
  );
  const decision = decideRoute(
    policy,
    found.map(({ considered }) => considered),
    arm,
  );
  const targets = decision.order.flatMap(
    (model) => found.find(({ considered }) => considered.model === model)?.target ?? [],
  );
  const [wanted] = found;
  // The wanted model exists and fits, or the caller is told: a misspelled name must not be answered by a fallback.
  if (wanted?.failure != null) throw wanted.failure;
  return { decision, targets, wanted: wanted?.target ?? null, promptTokens: tokens };
}

interface Found {
  readonly considered: ConsideredModel;
  readonly target: Target | null;
  /** Why the request itself does not suit this model. */
  readonly failure: PlatformError | null;
}

async function consider(
  { memory, breakers, now }: ChatRouteParts,
  catalog: ModelCatalog,
  viewer: Viewer | null,
  asked: {
    readonly name: string;
    readonly request: ChatRequest;
    readonly policy: RoutingPolicy;
    readonly tokens: number;
  },
): Promise<Found> {
  const { name, request, policy, tokens } = asked;
  const unknown = { expectedCost: null, firstTokenMs: null, quality: { good: 0, bad: 0 } };
  try {
    const target = catalog.find(name);
    requireFit(target, request, tokens);
    const expectedCost = costOf(target, request, tokens, now());
    const tooDear = policy.maximumCost !== null && (expectedCost === null || expectedCost > policy.maximumCost);
    const exclusion = tooDear
      ? expectedCost === null
        ? 'its price is not known, and the call has a limit'
        : `it is expected to cost ${expectedCost} nano-US-dollars, more than the limit`
      : breakers.isOpen(breakerKey(target))
        ? 'it failed several times in a row and is left alone for a moment'
        : null;
    const quality =
      viewer === null || policy.optimizeFor === null
        ? unknown.quality
        : await memory.evidence(viewer.tenantId, policy.cluster, target.slug);
    const considered = {
      model: target.slug,
      exclusion,
      expectedCost,
      firstTokenMs: memory.firstTokenMs(target),
      quality,
    };
    return { considered, target, failure: null };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return { considered: { model: name, exclusion: error.message, ...unknown }, target: null, failure: error };
  }
}

function costOf(target: Target, request: ChatRequest, tokens: number, now: Date): number | null {
  if (target.builtIn) return 0;
  const prices = target.prices ?? tablePrices(target.provider.baseUrl, target.name, now);
  if (prices === null || prices.outputPerMillion === null) return null;
  const limit = request['max_completion_tokens'] ?? request['max_tokens'];
  const answer = typeof limit === 'number' ? Math.min(limit, USUAL_ANSWER) : USUAL_ANSWER;
  return Math.round((tokens * prices.inputPerMillion + answer * prices.outputPerMillion) / PER_MILLION);
}
