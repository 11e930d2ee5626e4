import type { Viewer } from '@aether/common/security';
import { requireViewer } from '@aether/common/service';
import { isInteractive, isOwnKeyOnly } from '../authorize.ts';
import { OwnKeyRequiredError } from '../errors.ts';
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
import { chatBound } from '../spending/call-bound.ts';
import type { PaidCall } from '../spending/paid-call.ts';
import type { ChatChunk, ChatCompletion, Usage } from '../wire/chat-completion.ts';
import type { ChatRequest } from '../wire/chat-request.ts';
import { countPromptTokens, estimateUsage } from '../wire/count-tokens.ts';
import { answerHeaders } from './answer-headers.ts';
import { type Call, takeKeyTokens, tellOwnKey } from './answering.ts';
import { cacheHeader, type ChatCall } from './chat-call.ts';
import { keepAnswer } from './keep-answer.ts';
import { ignoredBy } from './ignored-by.ts';
import { settleRates } from './settle-rates.ts';
import { openStream } from './open-stream.ts';
import { streamAnswer } from './stream-answer.ts';

/** The answer of a model or an agent to a chat, streamed or in one piece, whichever route it was asked on. */
export async function answerChat(
  gateway: Gateway,
  call: Call,
  viewer: Viewer | null,
  asked: ChatRequest,
): Promise<Response> {
  const chat = namedModelOnly(viewer, asked);
  await takeKeyTokens(gateway, call, viewer, () => countPromptTokens(chat));
  if (isAgentModel(chat.model)) {
    // What an agent spends is its own run's matter: no own key stands for all of it.
    if (isOwnKeyOnly(call.request)) throw new OwnKeyRequiredError('agent');
    const { context, request, signal } = call;
    return gateway.agents.complete({ context, request, signal, viewer: requireViewer(context) }, chat);
  }
  const { headers } = call.request;
  const policy = routingPolicy(headers);
  const found = await chatRoute(
    gateway.routing,
    await gateway.catalogOf(viewer, isInteractive(call)),
    viewer,
    chat,
    policy,
  );
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

interface Attempted<Answer> {
  readonly answer: Answer;
  /** Open until the cost is known; null = others keep the books, or the cache answers. */
  readonly paid: PaidCall | null;
}

/** One attempt, within the limits of the model and the budgets of its payer, in the way in which this model gives structured answers. */
async function attempt<Answer>(
  gateway: Gateway,
  call: ChatCall,
  target: Target,
  send: (request: ChatRequest, way: StructuredWay | null, paid: PaidCall | null) => Promise<Answer>,
): Promise<Attempted<Answer>> {
  const { viewer, chat, context, route } = call;
  tellOwnKey(call, target);
  if (target.limits !== null) await gateway.rates.take(viewer?.tenantId ?? null, target, route.promptTokens);
  const way = structuredWay(target, chat);
  const kind = { operation: 'chat', isStream: chat.stream === true } as const;
  const paid = await gateway.spending.begin(context, kind, target, () => chatBound(target, chat));
  const limit = paid?.outputLimit ?? null;
  const limited = limit === null ? {} : { max_completion_tokens: limit, max_tokens: undefined };
  try {
    const answer = await send({ ...structuredRequest(chat, way), ...limited, model: target.name }, way, paid);
    return { answer, paid };
  } catch (error) {
    paid?.fail(error);
    throw error;
  }
}

async function answerAsStream(gateway: Gateway, call: ChatCall, known: ChatCompletion | null): Promise<Response> {
  const { route, signal } = call;
  if (known !== null)
    return streamAnswer(gateway, call, fromCache(route, await openStream(inPieces(known), signal)), null);
  const { result, ...routed } = await gateway.router.run(
    route.targets,
    signal,
    (target) =>
      attempt(gateway, call, target, (request, way) =>
        openStream(inWay(target.adapter.stream(request, signal), way), signal),
      ),
    {
      tenantId: call.viewer?.tenantId ?? null,
      ownKeyOnly: isOwnKeyOnly(call.request),
      ending: ({ answer }) => answer.ended,
      failed: (target, error) => gateway.failed(call.viewer, target, error),
    },
  );
  gateway.routing.memory.measured(routed.target, routed.lastAttemptMs);
  return streamAnswer(gateway, call, { ...routed, result: result.answer }, result.paid);
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
            attempt(gateway, call, target, async (request, way, paid) => {
              const completion = structuredCompletion(await target.adapter.complete(request, signal), way);
              try {
                requireValidOutput(chat, completion, { provider: target.provider.slug, model: target.name });
              } catch (error) {
                const usage = usageOf(chat, completion);
                paid?.useless(usage, priceOfUsage(target, usage, clock.now()), error);
                throw error;
              }
              return completion;
            }),
          {
            tenantId: call.viewer?.tenantId ?? null,
            ownKeyOnly: isOwnKeyOnly(call.request),
            failed: (target, error) => gateway.failed(call.viewer, target, error),
          },
        )
      : fromCache<Attempted<ChatCompletion>>(route, { answer: known, paid: null });
  const { target, attempts } = routed;
  const { answer: result, paid } = routed.result;
  const usage = usageOf(chat, result);
  const price = known === null ? priceOfUsage(target, usage, clock.now()) : { costNanoUsd: 0, unpriced: false };
  paid?.settle(usage, price);
  if (known === null) await keepAnswer(gateway, call, target, result);
  const durationMs = clock.monotonicMs() - call.startedMs;
  const overheadMs = durationMs - routed.providerMs;
  await settleRates(gateway, call, target, usage);
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
      ownKey: !call.cached && target.provider.ownKeyOf !== null,
      cached: call.cached,
      routing: route.decision,
    },
  };
  const headers = { ...answerHeaders(routed, overheadMs, price, ignoredBy(target, chat)), ...cacheHeader(call) };
  return Response.json(body, { headers });
}

/** Fields by which a vendor chooses another model than the one that is named. A key that may use few models is not asked what they mean. */
const CHOOSING_FIELDS = ['models', 'route', 'plugins', 'preset'];

function namedModelOnly(viewer: Viewer | null, chat: ChatRequest): ChatRequest {
  if ((viewer?.apiKey?.models.length ?? 0) === 0) return chat;
  const rest: ChatRequest = { ...chat };
  for (const field of CHOOSING_FIELDS) delete rest[field];
  return rest;
}

function usageOf(chat: ChatRequest, { usage, choices }: ChatCompletion): Usage {
  return usage ?? estimateUsage(chat, choices.map(({ message }) => message.content ?? '').join('\n'));
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
