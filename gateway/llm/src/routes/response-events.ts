import type { ChatChunk, Usage } from '../wire/chat-completion.ts';
import { functionCallItem, messageItem, type OutputItem, responseObject } from '../wire/response-object.ts';

export interface ResponseEvent {
  readonly type: string;
  readonly sequence_number: number;
  readonly [field: string]: unknown;
}

type Untold = Readonly<Record<string, unknown>> & { readonly type: string };

interface OpenItem {
  readonly kind: 'message' | 'call';
  readonly id: string;
  readonly at: number;
  readonly callId: string;
  readonly name: string;
  text: string;
}

/**
 * Turns the chunks of a chat into the events of `/v1/responses`: one item after the other, each opened, grown and closed.
 * One instance per answer.
 */
export class ResponseEvents {
  readonly #newId: (prefix: string) => string;
  readonly #facts: { readonly id: string; readonly createdAt: number; readonly model: string };
  readonly #output: OutputItem[] = [];
  #open: OpenItem | null = null;
  #openCall = -1;
  #refusal: string | null = null;
  #finishReason: string | null = null;
  #usage: Usage | null = null;
  #sequence = 0;

  constructor(facts: { readonly createdAt: number; readonly model: string }, newId: (prefix: string) => string) {
    this.#newId = newId;
    this.#facts = { ...facts, id: newId('resp_') };
  }

  *begin(): Generator<ResponseEvent> {
    yield this.#tell({ type: 'response.created', response: this.#response() });
    yield this.#tell({ type: 'response.in_progress', response: this.#response() });
  }

  *add(chunk: ChatChunk): Generator<ResponseEvent> {
    this.#usage = chunk.usage ?? this.#usage;
    const choice = chunk.choices.find(({ index }) => index === 0);
    if (choice === undefined) return;
    const { content, refusal, tool_calls: calls } = choice.delta;
    if (content) yield* this.#text(content);
    if (refusal) this.#refusal = `${this.#refusal ?? ''}${refusal}`;
    for (const call of calls ?? []) yield* this.#call(call);
    this.#finishReason = choice.finish_reason ?? this.#finishReason;
  }

  *end(): Generator<ResponseEvent> {
    if (this.#open === null && (this.#output.length === 0 || this.#refusal !== null)) yield* this.#openMessage();
    yield* this.#close();
    const response = this.#response();
    const type = response['status'] === 'incomplete' ? 'response.incomplete' : 'response.completed';
    yield this.#tell({ type, response });
  }

  *fail(error: { readonly code: string; readonly message: string }): Generator<ResponseEvent> {
    const { code, message } = error;
    yield this.#tell({
      type: 'response.failed',
      response: { ...this.#response(), status: 'failed', error: { code, message } },
    });
  }

  *#text(delta: string): Generator<ResponseEvent> {
    if (this.#open?.kind !== 'message') yield* this.#openMessage();
    const open = this.#open;
    if (open === null) return;
    open.text += delta;
    yield this.#tell({
      type: 'response.output_text.delta',
      item_id: open.id,
      output_index: open.at,
      content_index: 0,
      delta,
      logprobs: [],
    });
  }

  *#call(part: NonNullable<ChatChunk['choices'][number]['delta']['tool_calls']>[number]): Generator<ResponseEvent> {
    const index = part.index ?? 0;
    if (this.#open?.kind !== 'call' || this.#openCall !== index) {
      yield* this.#close();
      this.#openCall = index;
      const item = {
        kind: 'call' as const,
        id: this.#newId('fc_'),
        callId: part.id ?? '',
        name: part.function?.name ?? '',
      };
      this.#open = { ...item, at: this.#output.length, text: '' };
      yield this.#tell({
        type: 'response.output_item.added',
        output_index: this.#open.at,
        item: { ...functionCallItem(item.id, item.callId, item.name, ''), status: 'in_progress' },
      });
    }
    const delta = part.function?.arguments ?? '';
    const open = this.#open;
    if (delta === '' || open === null) return;
    open.text += delta;
    yield this.#tell({
      type: 'response.function_call_arguments.delta',
      item_id: open.id,
      output_index: open.at,
      delta,
    });
  }

  *#openMessage(): Generator<ResponseEvent> {
    yield* this.#close();
    const id = this.#newId('msg_');
    this.#open = { kind: 'message', id, at: this.#output.length, callId: '', name: '', text: '' };
    const item = { type: 'message', id, role: 'assistant', status: 'in_progress', content: [] };
    yield this.#tell({ type: 'response.output_item.added', output_index: this.#open.at, item });
    const part = { type: 'output_text', text: '', annotations: [] };
    yield this.#tell({
      type: 'response.content_part.added',
      item_id: id,
      output_index: this.#open.at,
      content_index: 0,
      part,
    });
  }

  *#close(): Generator<ResponseEvent> {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    const at = { item_id: open.id, output_index: open.at };
    if (open.kind === 'message') {
      const part = { type: 'output_text', text: open.text, annotations: [] };
      yield this.#tell({ type: 'response.output_text.done', ...at, content_index: 0, text: open.text, logprobs: [] });
      yield this.#tell({ type: 'response.content_part.done', ...at, content_index: 0, part });
    } else
      yield this.#tell({ type: 'response.function_call_arguments.done', ...at, name: open.name, arguments: open.text });
    const item =
      open.kind === 'message'
        ? messageItem(open.id, open.text, this.#refusal)
        : functionCallItem(open.id, open.callId, open.name, open.text);
    this.#output.push(item);
    yield this.#tell({ type: 'response.output_item.done', output_index: open.at, item });
  }

  #response(): Readonly<Record<string, unknown>> {
    return responseObject({
      ...this.#facts,
      output: [...this.#output],
      finishReason: this.#finishReason,
      usage: this.#usage,
    });
  }

  #tell(event: Untold): ResponseEvent {
    return { ...event, sequence_number: this.#sequence++ };
  }
}
