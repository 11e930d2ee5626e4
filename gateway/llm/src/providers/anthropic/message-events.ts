import { z } from 'zod';
import { type ProviderFacts, ProviderInvalidError, ProviderStreamError } from '../../provider-errors.ts';
import type { ChatChunk } from '../../wire/chat-completion.ts';
import type { SseEvent } from '../sse-events.ts';
import { vendorFault } from '../vendor-fault.ts';
import { finishReason } from './finish-reason.ts';
import { type MessageUsage, messageUsageSchema, toUsage } from './message-usage.ts';

const KNOWN_TYPES: ReadonlySet<string> = new Set([
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'error',
]);
const index = z.number().int().nonnegative();
const eventSchema = z.union([
  z.looseObject({
    type: z.literal('message_start'),
    message: z.looseObject({ id: z.string(), model: z.string(), usage: messageUsageSchema }),
  }),
  z.looseObject({
    type: z.literal('content_block_start'),
    index,
    content_block: z.looseObject({ type: z.string(), id: z.string().optional(), name: z.string().optional() }),
  }),
  z.looseObject({
    type: z.literal('content_block_delta'),
    index,
    delta: z.looseObject({
      type: z.string(),
      text: z.string().optional(),
      thinking: z.string().optional(),
      signature: z.string().optional(),
      partial_json: z.string().optional(),
    }),
  }),
  z.looseObject({ type: z.literal('content_block_stop'), index }),
  z.looseObject({
    type: z.literal('message_delta'),
    delta: z.looseObject({ stop_reason: z.string().nullish() }),
    usage: messageUsageSchema.nullish(),
  }),
  z.looseObject({
    type: z.literal('error'),
    error: z.looseObject({ type: z.string(), message: z.string().default('an error without a message') }),
  }),
  // `ping`, `message_stop` and whatever is added later: the API asks its readers to pass over events they do not know.
  z.looseObject({ type: z.string().refine((type) => !KNOWN_TYPES.has(type)) }),
]);

type MessageEvent = z.infer<typeof eventSchema>;
type Delta = ChatChunk['choices'][number]['delta'];

/** Statuses that an error inside a stream stands for. */
const ERROR_STATUS: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

interface OpenBlock {
  readonly type: string;
  /** Position among the tool calls; null = no call. */
  readonly call: number | null;
  text: string;
  signature: string | null;
  readonly start: Readonly<Record<string, unknown>>;
}

/** Turns the events of one streamed message into chunks of OpenAI's form. One instance per stream. */
export class MessageEvents {
  readonly #facts: ProviderFacts;
  readonly #blocks = new Map<number, OpenBlock>();
  #calls = 0;
  #usage: MessageUsage = {};
  #model: string | null = null;

  constructor(facts: ProviderFacts) {
    this.#facts = facts;
  }

  /** Null = nothing to tell; 'end' = the message is complete. */
  readonly read = (event: SseEvent): ChatChunk | 'end' | null => {
    const told = this.#parse(event);
    if (told.type === 'message_stop') return 'end';
    if (is(told, 'message_start')) {
      this.#usage = told.message.usage;
      this.#model = told.message.model;
      return this.#chunk({ role: 'assistant' });
    }
    if (is(told, 'content_block_start')) return this.#opened(told.index, told.content_block);
    if (is(told, 'content_block_delta')) return this.#grown(told.index, told.delta);
    if (is(told, 'content_block_stop')) return this.#closed(told.index);
    if (is(told, 'message_delta')) return this.#ended(told.delta.stop_reason ?? null, told.usage ?? {});
    if (is(told, 'error')) {
      const { type, message } = told.error;
      throw vendorFault({ status: ERROR_STATUS[type] ?? null, code: type, message, retryAfterMs: null }, this.#facts);
    }
    return null;
  };

  #parse({ name, data }: SseEvent): MessageEvent {
    let json: unknown;
    try {
      json = JSON.parse(data);
    } catch (error) {
      throw new ProviderInvalidError(this.#facts, 'JSON in each event', 'text that is not JSON', error);
    }
    const event = eventSchema.safeParse(json);
    if (event.success) return event.data;
    if (name === 'error') throw new ProviderStreamError(this.#facts, 'an error event without an error');
    throw new ProviderInvalidError(this.#facts, 'an event of the Messages API', z.prettifyError(event.error));
  }

  #opened(at: number, block: Readonly<Record<string, unknown>> & { readonly type: string }): ChatChunk | null {
    const call = block.type === 'tool_use' ? this.#calls++ : null;
    this.#blocks.set(at, { type: block.type, call, text: '', signature: null, start: block });
    if (call === null) return null;
    const { id, name } = block;
    return this.#chunk({
      tool_calls: [{ index: call, id: String(id), type: 'function', function: { name: String(name), arguments: '' } }],
    });
  }

  #grown(at: number, delta: Readonly<Record<string, unknown>> & { readonly type: string }): ChatChunk | null {
    const block = this.#blocks.get(at);
    if (block === undefined) throw new ProviderInvalidError(this.#facts, 'a block that was opened', `block ${at}`);
    const piece = String(delta['text'] ?? delta['partial_json'] ?? delta['thinking'] ?? '');
    if (delta.type === 'signature_delta') {
      block.signature = `${block.signature ?? ''}${String(delta['signature'] ?? '')}`;
      return null;
    }
    block.text += piece;
    if (piece === '') return null;
    if (delta.type === 'text_delta') return this.#chunk({ content: piece });
    if (delta.type === 'thinking_delta') return this.#chunk({ reasoning_content: piece });
    if (delta.type === 'input_json_delta' && block.call !== null)
      return this.#chunk({ tool_calls: [{ index: block.call, function: { arguments: piece } }] });
    return null;
  }

  #closed(at: number): ChatChunk | null {
    const block = this.#blocks.get(at);
    this.#blocks.delete(at);
    // A tool without arguments sends none, and clients expect an object.
    if (block?.call != null && block.text === '')
      return this.#chunk({ tool_calls: [{ index: block.call, function: { arguments: '{}' } }] });
    if (block?.type === 'thinking')
      return this.#chunk({
        thinking_blocks: [{ type: 'thinking', thinking: block.text, signature: block.signature ?? '' }],
      });
    if (block?.type === 'redacted_thinking') return this.#chunk({ thinking_blocks: [block.start] });
    return null;
  }

  /** Counts in it are sums so far, and those of the input may come only now. */
  #ended(stopReason: string | null, usage: MessageUsage): ChatChunk {
    const told = Object.entries(usage).filter(([, value]) => value != null);
    this.#usage = { ...this.#usage, ...Object.fromEntries(told) };
    return { ...this.#chunk({}, stopReason === null ? null : finishReason(stopReason)), usage: toUsage(this.#usage) };
  }

  #chunk(delta: Delta, finish: string | null = null): ChatChunk {
    return { model: this.#model, choices: [{ index: 0, delta, finish_reason: finish }] };
  }
}

function is<Type extends MessageEvent['type']>(
  event: MessageEvent,
  type: Type,
): event is Extract<MessageEvent, { type: Type }> {
  return event.type === type;
}
