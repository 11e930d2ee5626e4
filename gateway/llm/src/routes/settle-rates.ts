import type { Gateway } from '../gateway.ts';
import type { Target } from '../routing/target.ts';
import type { Usage } from '../wire/chat-completion.ts';
import type { ChatCall } from './chat-call.ts';

/** Counts what an answered chat has used, for the API key and for the model that answered: an estimate of the prompt was taken before. */
export async function settleRates(
  gateway: Gateway,
  call: ChatCall,
  target: Target,
  { prompt_tokens, completion_tokens }: Usage,
): Promise<void> {
  const { viewer, route, cached, startedMs } = call;
  // Vendors that answer from a cache of theirs may tell none: that is no reason to give back what was asked.
  const prompt = prompt_tokens === 0 ? route.promptTokens : prompt_tokens;
  const cost = { used: prompt + completion_tokens, agoMs: gateway.clock.monotonicMs() - startedMs };
  gateway.keyRates.settle(viewer, () => route.promptTokens, cost);
  // The cache took nothing of the model.
  if (!cached) await gateway.rates.settle(viewer?.tenantId ?? null, target, { ...cost, taken: route.promptTokens });
}
