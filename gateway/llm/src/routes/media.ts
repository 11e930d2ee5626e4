import type { Route } from '@aether/common/service';
import { z } from 'zod';
import { authorizeModelUse } from '../authorize.ts';
import { ModelCapabilityError } from '../errors.ts';
import { ProviderInvalidError } from '../provider-errors.ts';
import type { Gateway } from '../gateway.ts';
import { type Price, priceOfUsage } from '../prices/price-of-usage.ts';
import type { MediaAnswer, MediaCall, ModelCapability } from '../providers/provider-adapter.ts';
import type { ModelCatalog } from '../routing/model-catalog.ts';
import type { Target } from '../routing/target.ts';
import { imagesRequestSchema, readTranscriptionForm, speechRequestSchema } from '../wire/media-request.ts';
import { readBody } from '../wire/read-body.ts';
import { answerHeaders } from './answer-headers.ts';
import { answering, type Call } from './answering.ts';

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
      return { model: body.model, bodyFor: (model) => ({ ...body, model, stream: false }) };
    }),
    route(gateway, '/v1/audio/speech', 'SPEECH', async ({ request }) => {
      const body = await readBody(request, speechRequestSchema, gateway.bodyLimit);
      return { model: body.model, bodyFor: (model) => ({ ...body, model, stream_format: undefined }) };
    }),
    route(gateway, '/v1/audio/transcriptions', 'TRANSCRIPTION', async ({ request }) => {
      const { model: wanted, form } = await readTranscriptionForm(request, formLimit);
      const bodyFor = (model: string): FormData => {
        const copy = new FormData();
        for (const [name, value] of form) if (name !== 'model') copy.append(name, value);
        copy.set('model', model);
        return copy;
      };
      return { model: wanted, bodyFor };
    }),
  ];
}

interface Asked {
  readonly model: string;
  /** The request as it goes to the vendor, whose name for the model it is given. */
  readonly bodyFor: (model: string) => MediaCall['body'];
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
      const target = capableTarget(await gateway.catalogOf(viewer), asked.model, capability);
      return answer(gateway, call, capability, target, asked);
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
  call: Call,
  capability: MediaCapability,
  wanted: Target,
  asked: Asked,
): Promise<Response> {
  const { clock } = gateway;
  const routed = await gateway.router.run([wanted], call.signal, async ({ adapter, name, provider }) => {
    if (adapter.media === undefined) throw new ModelCapabilityError(wanted.slug, capability);
    const made = await adapter.media({ capability, model: name, body: asked.bodyFor(name) }, call.signal);
    if (capability === 'IMAGES' && !imagesSchema.safeParse(jsonOf(made)).success)
      throw new ProviderInvalidError({ provider: provider.slug, model: name }, 'at least one image', 'none');
    return made;
  });
  const { result, target, attempts } = routed;
  const counted = countedSchema.safeParse(jsonOf(result));
  const { input_tokens: input, output_tokens: output } = counted.success
    ? counted.data.usage
    : { input_tokens: 0, output_tokens: 0 };
  const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
  const price = counted.success ? priceOfUsage(target, usage, clock.now()) : UNPRICED;
  const durationMs = clock.monotonicMs() - call.startedMs;
  const overheadMs = durationMs - routed.providerMs;
  gateway.events.modelAnswered(call.context, {
    operation: OPERATIONS[capability],
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

function jsonOf({ contentType, bytes }: MediaAnswer): unknown {
  if (!contentType.startsWith('application/json')) return null;
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}
