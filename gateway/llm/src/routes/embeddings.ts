import type { Route } from '@aether/common/service';
import { authorizeModelUse, isInteractive, isOwnKeyOnly } from '../authorize.ts';
import { ModelCapabilityError, PromptTooLargeError } from '../errors.ts';
import type { Gateway } from '../gateway.ts';
import { priceOfUsage } from '../prices/price-of-usage.ts';
import type { Target } from '../routing/target.ts';
import type { CallBound } from '../spending/call-bound.ts';
import { countInputTokens, countTokens } from '../wire/count-tokens.ts';
import { type EmbeddingInput, embeddingsRequestSchema } from '../wire/embeddings-request.ts';
import { readBody } from '../wire/read-body.ts';
import { encodeVector } from '../wire/vector-encoding.ts';
import { answerHeaders } from './answer-headers.ts';
import { answering, takeKeyTokens, tellOwnKey } from './answering.ts';

/** `POST /v1/embeddings`. Never fails over: vectors of two models do not compare. */
export function embeddingsRoute(gateway: Gateway): Route {
  return {
    method: 'POST',
    path: '/v1/embeddings',
    handle: answering(
      gateway,
      async (call) => {
        const viewer = authorizeModelUse(call.context);
        const request = await readBody(call.request, embeddingsRequestSchema, gateway.bodyLimit);
        const wanted = (await gateway.catalogOf(viewer, isInteractive(call))).find(request.model);
        const inputs = request.input;
        requireFit(wanted, inputs);
        const estimate = () => countInputTokens(inputs);
        await takeKeyTokens(gateway, call, viewer, estimate);
        const bound = (): CallBound => ({
          promptTokens: inputs.reduce((sum, input) => sum + mostTokens(input), 0),
          outputTokens: 0,
          outputLimit: null,
        });
        const attempt = async (target: Target) => {
          tellOwnKey(call, target);
          const paid = await gateway.spending.begin(call.context, { operation: 'embeddings' }, target, bound);
          const asked = { model: target.name, inputs, dimensions: request.dimensions ?? null };
          try {
            return { ...(await target.adapter.embed(asked, call.signal)), paid };
          } catch (error) {
            paid?.fail(error);
            throw error;
          }
        };
        const tenantId = viewer?.tenantId ?? null;
        const routed = await gateway.router.run([wanted], call.signal, attempt, {
          tenantId,
          ownKeyOnly: isOwnKeyOnly(call.request),
        });
        const { result, target, attempts } = routed;
        const usage = { prompt_tokens: result.promptTokens, completion_tokens: 0, total_tokens: result.promptTokens };
        const price = priceOfUsage(target, usage, gateway.clock.now());
        result.paid?.settle(usage, price);
        const durationMs = gateway.clock.monotonicMs() - call.startedMs;
        // A vendor that tells none has not answered for nothing.
        if (usage.total_tokens > 0)
          gateway.keyRates.settle(viewer, estimate, { used: usage.total_tokens, agoMs: durationMs });
        const overheadMs = durationMs - routed.providerMs;
        gateway.events.modelAnswered(call.context, {
          operation: 'embeddings',
          target,
          attempts,
          usage,
          price,
          overheadMs,
          durationMs,
        });
        const data = result.vectors.map((vector, index) => ({
          object: 'embedding',
          index,
          embedding: request.encoding_format === 'base64' ? encodeVector(vector) : [...vector],
        }));
        return Response.json(
          {
            object: 'list',
            data,
            model: target.slug,
            usage: { prompt_tokens: usage.prompt_tokens, total_tokens: usage.total_tokens },
          },
          { headers: answerHeaders(routed, overheadMs, price) },
        );
      },
      'input',
    ),
  };
}

/** A token of a text is at least one byte. */
function mostTokens(input: EmbeddingInput): number {
  return typeof input === 'string' ? Buffer.byteLength(input) : input.length;
}

function requireFit(target: Target, inputs: readonly EmbeddingInput[]): void {
  if (!target.capabilities.includes('EMBEDDINGS')) throw new ModelCapabilityError(target.slug, 'EMBEDDINGS');
  const limit = target.contextWindow;
  if (limit === null || !target.builtIn) return;
  for (const input of inputs) {
    // Tokens of another tokenizer say nothing here; the model refuses them itself.
    if (typeof input !== 'string') continue;
    const tokens = countTokens(input);
    if (tokens > limit) throw new PromptTooLargeError(target.slug, tokens, limit);
  }
}
