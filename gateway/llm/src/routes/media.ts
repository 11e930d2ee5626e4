import type { Viewer } from '@aether/common/security';
import type { Route } from '@aether/common/service';
import { z } from 'zod';
import { authorizeModelUse, isInteractive, isOwnKeyOnly } from '../authorize.ts';
import { ModelCapabilityError } from '../errors.ts';
import { ProviderInvalidError } from '../provider-errors.ts';
import type { Gateway } from '../gateway.ts';
import type { Usage } from '../wire/chat-completion.ts';
import { type Price, priceOfUsage } from '../prices/price-of-usage.ts';
import type { MediaAnswer, MediaCall, ModelCapability } from '../providers/provider-adapter.ts';
import type { ModelCatalog } from '../routing/model-catalog.ts';
import type { Target } from '../routing/target.ts';
import { countTokens } from '../wire/count-tokens.ts';
import { imagesRequestSchema, readTranscriptionForm, speechRequestSchema } from '../wire/media-request.ts';
import { type CallBound, mediaBound, soundBound } from '../spending/call-bound.ts';
import { readBody } from '../wire/read-body.ts';
import { answerHeaders } from './answer-headers.ts';
import { answering, type Call, takeKeyTokens, tellOwnKey } from './answering.ts';

type MediaCapability = Extract<ModelCapability, 'IMAGES' | 'SPEECH' | 'TRANSCRIPTION'>;

const OPERATIONS = { IMAGES: 'images', SPEECH: 'speech', TRANSCRIPTION: 'transcription' } as const;
/** Vendors that count tokens for images and sounds call them input and output. */
const countedSchema = z.looseObject({
  usage: z.looseObject({ input_tokens: z.number().int().nonnegative(), output_tokens: z.number().int().nonnegative() }),
});
const imagesSchema = z.looseObject({
  data: z.array(z.looseObject({ url: z.string().nullish(), b64_json: z.string().nullish() })).min(1),
});
const UNPRICED: Price = { costNanoUsd: null, unpriced: true };

/** `POST /v1/images/generations`, `/v1/audio/speech`, `/v1/audio/transcriptions`: each for models that declare the capability. */
export function mediaRoutes(gateway: Gateway, formLimit: number): readonly Route[] {
  return [
    route(gateway, '/v1/images/generations', 'IMAGES', async ({ request }) => {
      const body = await readBody(request, imagesRequestSchema, gateway.bodyLimit);
      // This family always answers with bytes, and refuses to be asked for them.
      const bytes = (model: string) => (model.startsWith('gpt-image') ? { response_format: undefined } : {});
      return {
        model: body.model,
        bodyFor: (model) => ({ ...body, model, stream: false, ...bytes(model) }),
        bound: () => mediaBound(Buffer.byteLength(body.prompt), body.n ?? 1),
        promptTokens: () => countTokens(body.prompt),
      };
    }),
    route(gateway, '/v1/audio/speech', 'SPEECH', async ({ request }) => {
      const body = await readBody(request, speechRequestSchema, gateway.bodyLimit);
      return {
        model: body.model,
        bodyFor: (model) => ({ ...body, model, stream_format: undefined }),
        bound: () => mediaBound(Buffer.byteLength(body.input), 1),
        promptTokens: () => countTokens(body.input),
      };
    }),
    route(gateway, '/v1/audio/transcriptions', 'TRANSCRIPTION', async ({ request }) => {
      const { model: wanted, form, bytes } = await readTranscriptionForm(request, formLimit);
      const bodyFor = (model: string): FormData => {
        const copy = new FormData();
        for (const [name, value] of form) if (name !== 'model') copy.append(name, value);
        copy.set('model', model);
        return copy;
      };
      return { model: wanted, bodyFor, bound: () => soundBound(bytes), promptTokens: () => 0 };
    }),
  ];
}

interface Asked {
  readonly model: string;
  /** The request as it goes to the vendor, whose name for the model it is given. */
  readonly bodyFor: (model: string) => MediaCall['body'];
  readonly bound: () => CallBound;
  readonly promptTokens: () => number;
}

function route(
  gateway: Gateway,
  path: string,
  capability: MediaCapability,
  read: (call: Call) => Promise<Asked>,
): Route {
  return {
    method: 'POST',
    path,
    handle: answering(gateway, async (call) => {
      const viewer = authorizeModelUse(call.context);
      const asked = await read(call);
      const target = capableTarget(await gateway.catalogOf(viewer, isInteractive(call)), asked.model, capability);
      return answer(gateway, { ...call, viewer }, capability, target, asked);
    }),
  };
}

/** @throws ModelNotFoundError; ModelCapabilityError that names the models which have the capability */
function capableTarget(catalog: ModelCatalog, model: string, capability: MediaCapability): Target {
  const target = catalog.find(model);
  if (target.capabilities.includes(capability) && target.adapter.media !== undefined) return target;
  const having = catalog.list().filter((other) => other.capabilities.includes(capability));
  throw new ModelCapabilityError(
    target.slug,
    capability,
    having.map(({ slug }) => slug),
  );
}

/** Never fails over: another model has another voice and another hand. */
async function answer(
  gateway: Gateway,
  call: Call & { readonly viewer: Viewer | null },
  capability: MediaCapability,
  wanted: Target,
  asked: Asked,
): Promise<Response> {
  const { clock } = gateway;
  await takeKeyTokens(gateway, call, call.viewer, asked.promptTokens);
  const operation = OPERATIONS[capability];
  const attempt = async (target: Target) => {
    const { adapter, name, provider } = target;
    if (adapter.media === undefined) throw new ModelCapabilityError(wanted.slug, capability);
    tellOwnKey(call, target);
    const paid = await gateway.spending.begin(call.context, { operation }, target, asked.bound);
    try {
      const made = await adapter.media({ capability, model: name, body: asked.bodyFor(name) }, call.signal);
      const usage = usageOf(made);
      paid?.answered('', usage);
      if (capability === 'IMAGES' && !imagesSchema.safeParse(jsonOf(made)).success)
        throw new ProviderInvalidError({ provider: provider.slug, model: name }, 'at least one image', 'none');
      return { ...made, usage, paid };
    } catch (error) {
      paid?.fail(error);
      throw error;
    }
  };
  const tenantId = call.viewer?.tenantId ?? null;
  const routed = await gateway.router.run([wanted], call.signal, attempt, {
    tenantId,
    ownKeyOnly: isOwnKeyOnly(call.request),
  });
  const { result, target, attempts } = routed;
  const usage = result.usage ?? { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  const price = result.usage === null ? UNPRICED : priceOfUsage(target, usage, clock.now());
  result.paid?.settle(usage, price);
  const durationMs = clock.monotonicMs() - call.startedMs;
  if (usage.total_tokens > 0)
    gateway.keyRates.settle(call.viewer, asked.promptTokens, { used: usage.total_tokens, agoMs: durationMs });
  const overheadMs = durationMs - routed.providerMs;
  gateway.events.modelAnswered(call.context, {
    operation,
    target,
    attempts,
    usage,
    price,
    overheadMs,
    durationMs,
  });
  return new Response(Buffer.from(result.bytes), {
    headers: { 'content-type': result.contentType, ...answerHeaders(routed, overheadMs, price) },
  });
}

/** Null = its vendor does not count tokens. */
function usageOf(made: MediaAnswer): Usage | null {
  const counted = countedSchema.safeParse(jsonOf(made));
  if (!counted.success) return null;
  const { input_tokens: input, output_tokens: output } = counted.data.usage;
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
}

function jsonOf({ contentType, bytes }: MediaAnswer): unknown {
  if (!contentType.startsWith('application/json')) return null;
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}
