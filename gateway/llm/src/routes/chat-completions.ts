import { requireViewer, type Route } from '@aether/common/service';
import { isAgentModel } from '../agents/agent-provider.ts';
import { authorizeModelUse } from '../authorize.ts';
import type { Gateway } from '../gateway.ts';
import { priceOfUsage } from '../prices/price-of-usage.ts';
import { chatTargets } from '../routing/chat-targets.ts';
import type { Target } from '../routing/target.ts';
import { type ChatRequest, chatRequestSchema } from '../wire/chat-request.ts';
import { estimateUsage } from '../wire/count-tokens.ts';
import { readBody } from '../wire/read-body.ts';
import { answerHeaders } from './answer-headers.ts';
import { answering, type Call } from './answering.ts';
import { openStream } from './open-stream.ts';
import { streamAnswer } from './stream-answer.ts';

/** Models to try when the wanted one fails before its first visible token, divided by commas. */
const FALLBACKS_HEADER = 'x-aether-fallbacks';

/** `POST /v1/chat/completions`, streamed or in one piece. */
export function chatCompletionsRoute(gateway: Gateway): Route {
  return {
    method: 'POST',
    path: '/v1/chat/completions',
    handle: answering(gateway, async (call) => {
      const viewer = authorizeModelUse(call.context);
      const request = await readBody(call.request, chatRequestSchema, gateway.bodyLimit);
      if (isAgentModel(request.model)) return agentAnswer(gateway, call, request);
      const targets = chatTargets(await gateway.catalogOf(viewer), request, call.request.headers.get(FALLBACKS_HEADER));
      return request.stream === true
        ? answerAsStream(gateway, call, request, targets)
        : answerAtOnce(gateway, call, request, targets);
    }),
  };
}

function agentAnswer(gateway: Gateway, { context, request, signal }: Call, body: ChatRequest): Promise<Response> {
  return gateway.agents.complete({ context, request, signal, viewer: requireViewer(context) }, body);
}

async function answerAsStream(
  gateway: Gateway,
  call: Call,
  request: ChatRequest,
  targets: readonly Target[],
): Promise<Response> {
  const routed = await gateway.router.run(targets, call.signal, ({ adapter, name }) =>
    openStream(adapter.stream({ ...request, model: name }, call.signal)),
  );
  return streamAnswer(gateway, call, request, routed);
}

async function answerAtOnce(
  gateway: Gateway,
  call: Call,
  request: ChatRequest,
  targets: readonly Target[],
): Promise<Response> {
  const { clock } = gateway;
  const routed = await gateway.router.run(targets, call.signal, ({ adapter, name }) =>
    adapter.complete({ ...request, model: name }, call.signal),
  );
  const { result, target, attempts } = routed;
  const usage =
    result.usage ?? estimateUsage(request, result.choices.map(({ message }) => message.content ?? '').join('\n'));
  const price = priceOfUsage(target, usage, clock.now());
  const durationMs = clock.monotonicMs() - call.startedMs;
  const overheadMs = durationMs - routed.providerMs;
  gateway.events.modelAnswered(call.context, {
    operation: 'chat',
    target,
    attempts,
    usage,
    price,
    overheadMs,
    durationMs,
  });
  const body = {
    ...result,
    id: result.id ?? gateway.newAnswerId('chatcmpl-'),
    object: 'chat.completion',
    created: result.created ?? Math.floor(clock.now().getTime() / 1000),
    model: target.slug,
    usage,
  };
  return Response.json(body, { headers: answerHeaders(routed, overheadMs, price) });
}
