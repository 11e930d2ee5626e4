import { PlatformError } from '@aether/common/service';
import { CancelledError } from '../errors.ts';
import type { Gateway } from '../gateway.ts';
import { priceOfUsage } from '../prices/price-of-usage.ts';
import type { Routed } from '../routing/router.ts';
import type { ChatChunk, Usage } from '../wire/chat-completion.ts';
import { CompletionOfChunks } from '../wire/completion-of-chunks.ts';
import { estimateUsage } from '../wire/count-tokens.ts';
import { errorBody } from '../wire/error-response.ts';
import type { PaidCall } from '../spending/paid-call.ts';
import { answerHeaders } from './answer-headers.ts';
import { ignoredBy } from './ignored-by.ts';
import { cacheHeader, type ChatCall } from './chat-call.ts';
import { keepAnswer } from './keep-answer.ts';
import { chunksOf, type OpenStream } from './open-stream.ts';
import { settleRates } from './settle-rates.ts';

/** An answer as server-sent events. What fails after the first token is told inside the stream, as OpenAI does. */
export function streamAnswer(
  gateway: Gateway,
  call: ChatCall,
  routed: Routed<OpenStream>,
  paid: PaidCall | null,
): Response {
  const overheadMs = gateway.clock.monotonicMs() - call.startedMs - routed.providerMs;
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    ...answerHeaders(routed, overheadMs, null, ignoredBy(routed.target, call.chat)),
    ...cacheHeader(call),
  };
  return new Response(ReadableStream.from(encoded(events(gateway, call, routed, { overheadMs, paid }))), { headers });
}

async function* events(
  gateway: Gateway,
  call: ChatCall,
  routed: Routed<OpenStream>,
  { overheadMs, paid }: { readonly overheadMs: number; readonly paid: PaidCall | null },
): AsyncGenerator<object | '[DONE]'> {
  const { chat, place, cached, route } = call;
  const { target } = routed;
  const withUsage = chat.stream_options?.include_usage === true;
  const whole = place === null || cached ? null : new CompletionOfChunks();
  const frame = {
    id: gateway.newAnswerId('chatcmpl-'),
    object: 'chat.completion.chunk',
    created: Math.floor(gateway.clock.now().getTime() / 1000),
    model: target.slug,
  };
  let usage: Usage | null = null;
  let text = '';
  let isCounted = false;
  try {
    for await (const chunk of chunksOf(routed.result)) {
      usage = chunk.usage ?? usage;
      text += textOf(chunk);
      paid?.answered(sentBy(chunk), chunk.usage ?? null);
      whole?.add(chunk);
      if (chunk.choices.length > 0) yield { ...chunk, ...frame, usage: withUsage ? null : undefined };
    }
    if (call.signal.aborted) throw new CancelledError(call.signal.reason);
    const known = usage ?? estimateUsage(chat, text);
    const price = cached ? { costNanoUsd: 0, unpriced: false } : priceOfUsage(target, known, gateway.clock.now());
    paid?.settle(known, price);
    isCounted = true;
    await settleRates(gateway, call, target, known);
    if (whole?.completion != null) await keepAnswer(gateway, call, target, whole.completion);
    gateway.events.modelAnswered(call.context, {
      operation: 'chat',
      target,
      attempts: routed.attempts,
      usage: known,
      price,
      overheadMs,
      durationMs: gateway.clock.monotonicMs() - call.startedMs,
      cached,
    });
    if (withUsage)
      yield {
        ...frame,
        choices: [],
        usage: known,
        aether: {
          ...price,
          model: target.slug,
          modelId: target.id,
          estimated: usage === null,
          ownKey: !cached && target.provider.ownKeyOf !== null,
          cached,
          routing: route.decision,
        },
      };
    yield '[DONE]';
  } catch (error) {
    paid?.fail(error);
    if (error instanceof PlatformError) gateway.events.streamBroken(call.context, target, error);
    else gateway.events.unexpectedError(call.context, error);
    yield errorBody(error, call.context.requestId);
  } finally {
    // Whoever stops to read in the middle has used, and paid for, what came.
    if (!isCounted) await settleRates(gateway, call, target, usage ?? estimateUsage(chat, text));
    paid?.left();
  }
}

async function* encoded(of: AsyncIterable<object | '[DONE]'>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const event of of) yield encoder.encode(`data: ${event === '[DONE]' ? event : JSON.stringify(event)}\n\n`);
}

function textOf(chunk: ChatChunk): string {
  return chunk.choices
    .map(
      ({ delta }) =>
        `${delta.content ?? ''}${delta.refusal ?? ''}${(delta.tool_calls ?? []).map((one) => one.function?.arguments ?? '').join('')}`,
    )
    .join('');
}

/** All that a vendor has written, thoughts and names too: what is not shown is paid as well. */
function sentBy({ choices }: ChatChunk): string {
  return choices.map(({ delta }) => textIn(delta)).join('');
}

function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? Object.values(value).map(textIn).join('') : '';
}
