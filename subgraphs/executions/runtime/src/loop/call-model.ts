import { PlatformError } from '@aether/common/service';
import type { OpenAI } from 'openai';
import { z } from 'zod';
import { BudgetExhaustedError, BudgetRefusedError, ModelAnswerTruncatedError } from '../errors.ts';
import type { CallBound, Journal, StepHandle, StepResult } from '../journal.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { budgetLeft } from './budget-left.ts';
import { modelError } from './model-error.ts';
import { hasOwnKey } from './has-own-key.ts';
import { payingHeaders } from './paying-headers.ts';
import { routingHeaders } from './routing-headers.ts';

/** A call that the model asks for; nothing of it is checked. */
export interface ModelToolCall {
  /** Ours: unique in the run and the same on resume, whatever the vendor sends. */
  readonly id: string;
  readonly name: string;
  /** JSON text, as the model wrote it. */
  readonly arguments: string;
}

export interface ModelAnswer {
  readonly text: string;
  readonly model: string;
  readonly finishReason: string;
  readonly toolCalls: readonly ModelToolCall[];
}

/** What is sent in one turn. */
export interface ModelRequest {
  readonly messages: Messages;
  /** Counts the model calls of the run, from 0. */
  readonly turn: number;
  readonly tools: readonly OpenAI.Chat.Completions.ChatCompletionFunctionTool[];
}

type Messages = OpenAI.Chat.Completions.ChatCompletionMessageParam[];

/** What the LLM gateway adds to the usage chunk: its price decision (gateway/llm/README.md). */
const priced = z.object({
  aether: z.object({
    costNanoUsd: z.number().nullable(),
    unpriced: z.boolean(),
    modelId: z.string().nullish(),
    cached: z.boolean().optional(),
    ownKey: z.boolean().optional(),
    /** Which models could have answered, and why this one did. */
    routing: z.looseObject({ candidates: z.array(z.json()) }).optional(),
  }),
});

/** Failures of one model that another model may not have. Those of the request itself would only repeat. */
function mayFallBack(error: unknown): boolean {
  if (error instanceof BudgetRefusedError) return error.mayDegrade;
  return (
    error instanceof PlatformError &&
    (error.retryable || error.code === 'MODEL_NOT_FOUND' || error.code.startsWith('PROVIDER_'))
  );
}

async function streamAnswer(
  client: OpenAI,
  model: string,
  journal: Journal,
  { messages, tools, turn }: ModelRequest,
  step: StepHandle,
): Promise<StepResult<ModelAnswer>> {
  const { parameters } = journal.run.spec.model;
  const { outputs } = journal.run.spec;
  const maximumOutputTokens = parameters.maximumOutputTokens ?? step.reservedOutputTokens ?? null;
  const asked = client.chat.completions.create(
    {
      model,
      messages,
      stream: true,
      stream_options: { include_usage: true },
      ...(tools.length === 0 ? {} : { tools: [...tools] }),
      ...(parameters.temperature === undefined ? {} : { temperature: parameters.temperature }),
      ...(parameters.topP === undefined ? {} : { top_p: parameters.topP }),
      ...(parameters.seed === undefined ? {} : { seed: parameters.seed }),
      ...(parameters.stop === undefined ? {} : { stop: parameters.stop }),
      ...(maximumOutputTokens === null ? {} : { max_completion_tokens: maximumOutputTokens }),
      ...(outputs === undefined
        ? {}
        : {
            response_format: {
              type: 'json_schema' as const,
              json_schema: { name: 'output', schema: outputs, strict: true },
            },
          }),
    },
    { signal: step.signal, headers: { ...routingHeaders(journal, model), ...payingHeaders(step) } },
  );
  // Told before the first word: an answer that breaks off says nothing more.
  const { data: stream, response } = await asked.withResponse().catch((error: unknown) => {
    if (hasOwnKey(error)) step.paidWithOwnKey?.();
    throw error;
  });
  if (hasOwnKey(response)) step.paidWithOwnKey?.();
  let text = '';
  const calls: { name: string; arguments: string }[] = [];
  let finishReason: string | null = null;
  let usage: OpenAI.CompletionUsage | null = null;
  let price: z.infer<typeof priced>['aether'] = { costNanoUsd: null, unpriced: true };
  let answeredBy = model;
  for await (const chunk of stream) {
    const choice = chunk.choices[0];
    const delta = choice?.delta.content ?? '';
    if (delta !== '') {
      text += delta;
      step.text(delta);
    }
    for (const { index, function: part } of choice?.delta.tool_calls ?? []) {
      const call = (calls[index] ??= { name: '', arguments: '' });
      call.name += part?.name ?? '';
      call.arguments += part?.arguments ?? '';
    }
    finishReason = choice?.finish_reason ?? finishReason;
    answeredBy = chunk.model;
    if (chunk.usage) {
      ({ usage } = chunk);
      const found = priced.safeParse(chunk);
      if (found.success) price = found.data.aether;
    }
  }
  // The SDK ends its loop silently when the caller aborts, and on a clean end of a truncated stream (reference/reliability.md §4.2).
  step.signal.throwIfAborted();
  if (finishReason === null) throw new ModelAnswerTruncatedError(model);
  const toolCalls = Object.values(calls).map((call, index) => ({ id: `call_${turn}_${index}`, ...call }));
  return {
    output: { text, model: answeredBy, finishReason, toolCalls },
    details: {
      model: answeredBy,
      parameters,
      finishReason,
      toolCalls: toolCalls.map(({ name }) => name),
      // Where there was no choice there is nothing to explain.
      ...((price.routing?.candidates.length ?? 0) > 1 ? { routing: price.routing } : {}),
    },
    usage: {
      promptTokens: usage?.prompt_tokens ?? 0,
      completionTokens: usage?.completion_tokens ?? 0,
      cachedTokens: usage?.prompt_tokens_details?.cached_tokens ?? 0,
      cost: price.costNanoUsd,
      unpriced: price.unpriced,
      modelId: price.modelId ?? null,
      ownKey: price.ownKey ?? false,
    },
  };
}

/** The prompt as a person would read it, for the step's detail. */
const promptText = (messages: Messages): string =>
  messages
    .map((message) => {
      const { role, content } = message;
      const calls = role === 'assistant' && message.tool_calls ? JSON.stringify(message.tool_calls) : '';
      return `## ${role}\n${typeof content === 'string' ? content : JSON.stringify(content ?? '')}${calls}`;
    })
    .join('\n\n');

/**
 * Asks the primary model, then the fallbacks in order, one step each. A fallback is asked when the failure was the model's, not the request's, or
 * when the model before it is too dear for what a budget has left.
 * @throws BudgetExhaustedError, BudgetRefusedError before a call that does not fit
 */
export async function callModel(journal: Journal, parts: RuntimeParts, request: ModelRequest): Promise<ModelAnswer> {
  const { messages, turn } = request;
  const { run } = journal;
  const client = parts.modelClient(run, budgetLeft(journal));
  const bound = (): CallBound => ({
    promptBytes: Buffer.byteLength(JSON.stringify([messages, request.tools, run.spec.outputs ?? null])),
    maximumOutputTokens: run.spec.model.parameters.maximumOutputTokens ?? null,
  });
  const models = [run.spec.model.primary, ...run.spec.model.fallbacks];
  for (const [index, model] of models.entries()) {
    if (run.budget !== null && journal.spent() >= run.budget && run.budget > 0)
      throw new BudgetExhaustedError(run.budget, journal.spent());
    const key = index === 0 ? `model/${turn}` : `model/${turn}/fallback/${index}`;
    try {
      return await journal.step(
        {
          key,
          type: 'LLM_INVOCATION',
          name: index === 0 ? 'Answer' : `Answer (fallback ${index})`,
          model,
          input: { model, messages: messages.length, question: messages.at(-1)?.content },
          prompt: promptText(messages),
          bound,
        },
        async (step) => {
          try {
            return await streamAnswer(client, model, journal, request, step);
          } catch (error) {
            step.signal.throwIfAborted();
            throw modelError(error, model);
          }
        },
      );
    } catch (error) {
      if (journal.signal.aborted || index === models.length - 1 || !mayFallBack(error)) throw error;
      parts.logger.warn({ err: error, model, executionId: run.executionId }, 'the model failed, the next one is asked');
    }
  }
  throw new Error('A specification names at least one model.');
}
