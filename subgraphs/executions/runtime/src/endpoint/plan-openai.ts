import type { EndpointOf, JsonObject } from '@aether/schema';
import { APIConnectionError, APIError, APIUserAbortError, OpenAI } from 'openai';
import type { StepHandle, StepUsage } from '../journal.ts';
import { questionOf } from '../loop/question-of.ts';
import { untrustedText } from '../loop/untrusted-text.ts';
import { asText } from '../flow/node-scope.ts';
import { EndpointCutOffError, EndpointInvalidError, EndpointRefusedError } from '../outside/errors.ts';
import { platformErrorIn } from '../outside/platform-error-in.ts';
import { type EndpointAnswer, type EndpointPlan, type EndpointScope, evaluateFor } from './endpoint-plan.ts';

const RETRYABLE: ReadonlySet<number> = new Set([408, 409, 429, 500, 502, 503, 504]);

/** An agent that speaks like a model of OpenAI. Its answer is told as it grows. */
export function planOpenai(endpoint: EndpointOf<'openai'>, scope: EndpointScope, instructions: string): EndpointPlan {
  const { url, model, request, headers } = endpoint;
  const { origin, host } = new URL(url);
  const text = request === undefined ? questionOf(scope.inputs) : asText(evaluateFor(scope, request));
  const messages = [
    { role: 'system' as const, content: instructions },
    { role: 'user' as const, content: text },
  ];
  return {
    target: host,
    // It is paid again when it is asked again, and changes nothing by itself.
    effect: 'READ',
    arguments: { url, model, messages: messages.map((message): JsonObject => ({ ...message })) },
    async send({ fetchOf }, step) {
      const client = new OpenAI({
        baseURL: url,
        // The credential is added when the request leaves; the one of the SDK must not be.
        apiKey: 'none',
        defaultHeaders: { ...headers, Authorization: null },
        maxRetries: 0,
        fetch: fetchOf,
      });
      try {
        return await streamed(client, { model, messages, origin }, step);
      } catch (error) {
        step.signal.throwIfAborted();
        throw named(error, origin);
      }
    },
  };
}

async function streamed(
  client: OpenAI,
  {
    model,
    messages,
    origin,
  }: {
    readonly model: string;
    readonly messages: OpenAI.ChatCompletionMessageParam[];
    readonly origin: string;
  },
  step: StepHandle,
): Promise<EndpointAnswer> {
  const stream = await client.chat.completions.create(
    { model, messages, stream: true, stream_options: { include_usage: true } },
    { signal: step.signal, headers: { 'idempotency-key': step.idempotencyKey } },
  );
  let text = '';
  let reason: string | null = null;
  let usage: OpenAI.CompletionUsage | null = null;
  for await (const chunk of stream) {
    const [choice] = chunk.choices ?? [];
    usage = chunk.usage ?? usage;
    reason = choice?.finish_reason ?? reason;
    const delta = choice?.delta?.content ?? '';
    if (delta === '') continue;
    text += delta;
    step.text(delta);
  }
  if (reason === null) throw new EndpointCutOffError(origin);
  if (text === '') throw new EndpointInvalidError(origin, 'nothing', 'text');
  const answer = untrustedText(text, text.length);
  return {
    response: { text: answer, finishReason: reason },
    output: { answer },
    details: { model, finishReason: reason },
    usage: usage === null ? null : usageOf(usage),
  };
}

/** What it costs is between the owner of the endpoint and its vendor. */
function usageOf(usage: OpenAI.CompletionUsage): StepUsage {
  return {
    promptTokens: usage.prompt_tokens,
    completionTokens: usage.completion_tokens,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    cost: null,
    unpriced: true,
    modelId: null,
  };
}

function named(error: unknown, origin: string): unknown {
  if (error instanceof APIUserAbortError) return error;
  const own = platformErrorIn(error);
  if (own !== null) return own;
  if (error instanceof APIConnectionError) return new EndpointCutOffError(origin, error);
  if (error instanceof APIError && error.status !== undefined)
    return new EndpointRefusedError(origin, error.status, error.message, RETRYABLE.has(error.status));
  // The SDK reads each event as JSON.
  if (error instanceof APIError || error instanceof SyntaxError || error instanceof TypeError)
    return new EndpointInvalidError(
      origin,
      'events that are not those of OpenAI',
      'a stream of chat completions',
      error.message,
    );
  return error;
}
