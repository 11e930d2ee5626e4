import type { Route } from '@aether/common/service';
import { z } from 'zod';
import { authorizeModelUse } from '../authorize.ts';
import type { Gateway } from '../gateway.ts';
import { sseEvents } from '../providers/sse-events.ts';
import { chatChunkSchema, chatCompletionSchema } from '../wire/chat-completion.ts';
import { readBody } from '../wire/read-body.ts';
import { outputOf, responseObject } from '../wire/response-object.ts';
import { responsesRequestSchema, toChatRequest } from '../wire/responses-request.ts';
import { answerChat } from './answer-chat.ts';
import { answering } from './answering.ts';
import { ResponseEvents } from './response-events.ts';

const failureSchema = z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string() }) });
/** Our own chat answers: nothing in them is larger than what was read from a vendor. */
const LIMITS = { eventBytes: 64 * 1024 * 1024, totalBytes: Number.MAX_SAFE_INTEGER };

/**
 * `POST /v1/responses`, streamed or in one piece: the same models, agents, routing and prices as a chat. It keeps no answer, so
 * `previous_response_id` is refused and every answer says `store: false`.
 */
export function responsesRoute(gateway: Gateway): Route {
  return {
    method: 'POST',
    path: '/v1/responses',
    handle: answering(
      gateway,
      async (call) => {
        const viewer = authorizeModelUse(call.context);
        const asked = await readBody(call.request, responsesRequestSchema, gateway.bodyLimit);
        const chat = toChatRequest(asked);
        const request = chat.stream === true ? { ...chat, stream_options: { include_usage: true } } : chat;
        const answer = await answerChat(gateway, call, viewer, request);
        return request.stream === true ? streamed(gateway, answer) : whole(gateway, answer);
      },
      'input',
    ),
  };
}

async function whole(gateway: Gateway, answer: Response): Promise<Response> {
  const completion = chatCompletionSchema.parse(await answer.json());
  const body = responseObject({
    id: gateway.newAnswerId('resp_'),
    createdAt: completion.created ?? 0,
    model: completion.model ?? '',
    output: outputOf(completion, gateway.newAnswerId),
    finishReason: completion.choices[0]?.finish_reason ?? 'stop',
    usage: completion.usage ?? null,
  });
  return Response.json(body, { headers: withoutLength(answer.headers) });
}

function streamed(gateway: Gateway, answer: Response): Response {
  return new Response(ReadableStream.from(encoded(gateway, answer)), { headers: withoutLength(answer.headers) });
}

async function* encoded(gateway: Gateway, answer: Response): AsyncGenerator<Uint8Array> {
  const createdAt = Math.floor(gateway.clock.now().getTime() / 1000);
  const events = new ResponseEvents(
    { createdAt, model: answer.headers.get('x-aether-model') ?? '' },
    gateway.newAnswerId,
  );
  const encoder = new TextEncoder();
  const encode = (event: { readonly type: string }): Uint8Array =>
    encoder.encode(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  for (const event of events.begin()) yield encode(event);
  for await (const { data } of sseEvents(answer.body ?? ReadableStream.from([]), LIMITS, { provider: 'llm-gateway' })) {
    if (data === '[DONE]') {
      for (const event of events.end()) yield encode(event);
      return;
    }
    const chunk: unknown = JSON.parse(data);
    const failure = failureSchema.safeParse(chunk);
    const told = failure.success ? events.fail(failure.data.error) : events.add(chatChunkSchema.parse(chunk));
    for (const event of told) yield encode(event);
    if (failure.success) return;
  }
}

function withoutLength(of: Headers): Headers {
  const headers = new Headers(of);
  for (const name of ['content-length', 'content-type']) headers.delete(name);
  if (of.get('content-type')?.startsWith('text/event-stream') === true)
    headers.set('content-type', 'text/event-stream; charset=utf-8');
  return headers;
}
