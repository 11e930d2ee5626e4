import type { ChatChunk, ChatCompletion, Usage } from './chat-completion.ts';

interface Call {
  id: string;
  name: string;
  arguments: string;
}

/** Puts the chunks of a stream with one choice together again. */
export class CompletionOfChunks {
  #text = '';
  #refusal = '';
  readonly #calls: Call[] = [];
  #finishReason: string | null = null;
  #usage: Usage | null = null;

  add(chunk: ChatChunk): void {
    this.#usage = chunk.usage ?? this.#usage;
    for (const { delta, finish_reason: reason } of chunk.choices) {
      this.#text += delta.content ?? '';
      this.#refusal += delta.refusal ?? '';
      this.#finishReason = reason ?? this.#finishReason;
      for (const { index, id, function: part } of delta.tool_calls ?? []) {
        const call = (this.#calls[index ?? 0] ??= { id: '', name: '', arguments: '' });
        call.id ||= id ?? '';
        call.name += part?.name ?? '';
        call.arguments += part?.arguments ?? '';
      }
    }
  }

  /** Null while it is not whole. */
  get completion(): ChatCompletion | null {
    if (this.#finishReason === null) return null;
    const calls = this.#calls.map(({ id, ...call }) => ({ id, type: 'function', function: call }));
    const message = {
      role: 'assistant',
      content: this.#text === '' ? null : this.#text,
      ...(this.#refusal === '' ? {} : { refusal: this.#refusal }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    };
    return { choices: [{ index: 0, message, finish_reason: this.#finishReason }], usage: this.#usage };
  }
}
