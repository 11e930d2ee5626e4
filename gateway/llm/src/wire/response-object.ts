import type { ChatCompletion, Usage } from './chat-completion.ts';

export type OutputItem = Readonly<Record<string, unknown>>;

export interface ResponseFacts {
  readonly id: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly model: string;
  readonly output: readonly OutputItem[];
  readonly finishReason: string | null;
  readonly usage: Usage | null;
}

export function messageItem(id: string, text: string, refusal: string | null): OutputItem {
  const content = [
    ...(text === '' && refusal !== null ? [] : [{ type: 'output_text', text, annotations: [] }]),
    ...(refusal === null ? [] : [{ type: 'refusal', refusal }]),
  ];
  return { type: 'message', id, role: 'assistant', status: 'completed', content };
}

export function functionCallItem(id: string, callId: string, name: string, args: string): OutputItem {
  return { type: 'function_call', id, call_id: callId, name, arguments: args, status: 'completed' };
}

/** The items of an answer in one piece. @param newId makes ids of items, by their prefix */
export function outputOf({ choices }: ChatCompletion, newId: (prefix: string) => string): readonly OutputItem[] {
  const message = choices[0]?.message;
  const calls = (message?.tool_calls ?? []).map((call) => {
    const { name, arguments: args } = (call['function'] ?? {}) as { name?: string; arguments?: string };
    return functionCallItem(newId('fc_'), String(call['id'] ?? ''), name ?? '', args ?? '');
  });
  const refusal = message?.refusal ?? null;
  const text = message?.content ?? '';
  return text === '' && refusal === null && calls.length > 0
    ? calls
    : [messageItem(newId('msg_'), text, refusal), ...calls];
}

/** The object that `/v1/responses` answers. An answer that was cut says so: it is `incomplete`. */
export function responseObject(facts: ResponseFacts): Readonly<Record<string, unknown>> {
  const cut =
    facts.finishReason === 'length'
      ? 'max_output_tokens'
      : facts.finishReason === 'content_filter'
        ? 'content_filter'
        : null;
  const running = facts.finishReason === null;
  return {
    id: facts.id,
    object: 'response',
    created_at: facts.createdAt,
    status: running ? 'in_progress' : cut === null ? 'completed' : 'incomplete',
    error: null,
    incomplete_details: cut === null ? null : { reason: cut },
    model: facts.model,
    output: facts.output,
    parallel_tool_calls: true,
    previous_response_id: null,
    store: false,
    usage: facts.usage === null ? null : toResponseUsage(facts.usage),
  };
}

function toResponseUsage(usage: Usage): object {
  return {
    input_tokens: usage.prompt_tokens,
    input_tokens_details: { cached_tokens: usage.prompt_tokens_details?.cached_tokens ?? 0 },
    output_tokens: usage.completion_tokens,
    output_tokens_details: { reasoning_tokens: usage.completion_tokens_details?.reasoning_tokens ?? 0 },
    total_tokens: usage.total_tokens,
  };
}
