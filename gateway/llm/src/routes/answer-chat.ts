import type { Viewer } from '@aether/common/security';
import { requireViewer } from '@aether/common/service';
import { isAgentModel } from '../agents/agent-provider.ts';
import type { Gateway } from '../gateway.ts';
import { priceOfUsage } from '../prices/price-of-usage.ts';
import { chunksOfCompletion } from '../providers/chunks-of-completion.ts';
import { type ChatRoute, chatRoute } from '../routing/chat-route.ts';
import { requireTargets } from '../routing/require-targets.ts';
import { requireValidOutput } from '../routing/require-valid-output.ts';
import type { Routed } from '../routing/router.ts';
import { routingPolicy } from '../routing/routing-policy.ts';
import {
  structuredChunk,
  structuredCompletion,
  structuredRequest,
  type StructuredWay,
  structuredWay,
} from '../routing/structured-way.ts';
import type { Target } from '../routing/target.ts';
import type { ChatChunk, ChatCompletion } from '../wire/chat-completion.ts';
import type { ChatRequest } from '../wire/chat-request.ts';
import { countPromptTokens, estimateUsage } from '../wire/count-tokens.ts';
import { answerHeaders } from './answer-headers.ts';
import type { Call } from './answering.ts';
import { cacheHeader, type ChatCall } from './chat-call.ts';
import { keepAnswer } from './keep-answer.ts';
import { ignoredBy } from './ignored-by.ts';
import { openStream } from './open-stream.ts';
import { streamAnswer } from './stream-answer.ts';

/** The answer of a model or an agent to a chat, streamed or in one piece, whichever route it was asked on. */
export async function answerChat(
  gateway: Gateway,
  call: Call,
  viewer: Viewer | null,
  chat: ChatRequest,
): Promise<Response> {
  if (isAgentModel(chat.model)) {
    const { context, request, signal } = call;
    return gateway.agents.complete({ context, request, signal, viewer: requireViewer(context) }, chat);
  }
  const { headers } = call.request;
  const policy = routingPolicy(headers);
  const found = await chatRoute(gateway.routing, await gateway.catalogOf(viewer), viewer, chat, policy);
  const route = { ...found, targets: requireTargets(found, policy) };
  const place = gateway.cache.placeOf(
    headers.get('x-aether-cache'),
    viewer?.tenantId ?? null,
    route.targets[0]?.slug ?? '',
    chat,
  );
  const known = place === null ? null : await gateway.cache.get(place);
  const chatCall: ChatCall = { ...call, viewer, chat, route, place, cached: known !== null };
  return chat.stream === true ? answerAsStream(gateway, chatCall, known) : answerAtOnce(gateway, chatCall, known);
}

/** One attempt, within the limits of the model, in the way in which this model gives structured answers. */
async function attempt<Result>(
  gateway: Gateway,
  { viewer, chat }: ChatCall,
  target: Target,
  send: (request: ChatRequest, way: StructuredWay | null) => Promise<Result>,
): Promise<Result> {
  if (target.limits !== null) await gateway.rates.take(viewer?.tenantId ?? null, target, countPromptTokens(chat));
  const way = structuredWay(target, chat);
  return send({ ...structuredRequest(chat, way), model: target.name }, way);
}

async function answerAsStream(gateway: Gateway, call: ChatCall, known: ChatCompletion | null): Promise<Response> {
  const { route, signal } = call;
  if (known !== null) return streamAnswer(gateway, call, fromCache(route, await openStream(inPieces(known), signal)));
  const routed = await gateway.router.run(
    route.targets,
    signal,
    (target) =>
      attempt(gateway, call, target, (request, way) =>
        openStream(inWay(target.adapter.stream(request, signal), way), signal),
      ),
    { ending: ({ ended }) => ended, failed: (target, error) => gateway.failed(call.viewer, target, error) },
  );
  gateway.routing.memory.measured(routed.target, routed.lastAttemptMs);
  return streamAnswer(gateway, call, routed);
}

async function answerAtOnce(gateway: Gateway, call: ChatCall, known: ChatCompletion | null): Promise<Response> {
  const { clock } = gateway;
  const { chat, route, signal } = call;
  const routed =
    known === null
      ? await gateway.router.run(
          route.targets,
          signal,
          (target) =>
            attempt(gateway, call, target, async (request, way) => {
              const completion = structuredCompletion(await target.adapter.complete(request, signal), way);
              requireValidOutput(chat, completion, { provider: target.provider.slug, model: target.name });
              return completion;
            }),
          { failed: (target, error) => gateway.failed(call.viewer, target, error) },
        )
      : fromCache(route, known);
  const { result, target, attempts } = routed;
  if (known === null) await keepAnswer(gateway, call, target, result);
  const usage =
    result.usage ?? estimateUsage(chat, result.choices.map(({ message }) => message.content ?? '').join('\n'));
  const price = known === null ? priceOfUsage(target, usage, clock.now()) : { costNanoUsd: 0, unpriced: false };
  const durationMs = clock.monotonicMs() - call.startedMs;
  const overheadMs = durationMs - routed.providerMs;
  await gateway.rates.settle(call.viewer?.tenantId ?? null, target, known === null ? usage.completion_tokens : 0);
  gateway.events.modelAnswered(call.context, {
    operation: 'chat',
    target,
    attempts,
    usage,
    price,
    overheadMs,
    durationMs,
    cached: call.cached,
  });
  const body = {
    ...result,
    id: result.id ?? gateway.newAnswerId('chatcmpl-'),
    object: 'chat.completion',
    created: result.created ?? Math.floor(clock.now().getTime() / 1000),
    model: target.slug,
    usage,
    aether: {
      ...price,
      model: target.slug,
      modelId: target.id,
      estimated: result.usage == null,
      cached: call.cached,
      routing: route.decision,
    },
  };
  const headers = { ...answerHeaders(routed, overheadMs, price, ignoredBy(target, chat)), ...cacheHeader(call) };
  return Response.json(body, { headers });
}

function fromCache<Result>({ targets }: ChatRoute, result: Result): Routed<Result> {
  const [target] = targets;
  if (target === undefined) throw new Error('A route has at least one target.');
  return { result, target, attempts: 0, providerMs: 0, lastAttemptMs: 0 };
}

async function* inWay(chunks: AsyncIterable<ChatChunk>, way: StructuredWay | null): AsyncGenerator<ChatChunk> {
  for await (const chunk of chunks) yield structuredChunk(chunk, way);
}

async function* inPieces(completion: ChatCompletion): AsyncGenerator<ChatChunk> {
  yield* chunksOfCompletion(completion);
}
