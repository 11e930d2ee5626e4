import type { ChatChunk } from '../wire/chat-completion.ts';

/**
 * Gives each part of a streamed tool call the index that clients join by. Some vendors send none (TAS LLM Router), or 0
 * for every call (Gemini): then a new id begins a new call, and a part without an id belongs to the last one.
 */
export class ToolCallIndexes {
  readonly #ids = new Map<number, string>();
  #last = -1;

  apply(chunk: ChatChunk): ChatChunk {
    if (!chunk.choices.some(({ delta }) => (delta.tool_calls?.length ?? 0) > 0)) return chunk;
    return {
      ...chunk,
      choices: chunk.choices.map((choice) => ({
        ...choice,
        delta: {
          ...choice.delta,
          tool_calls: choice.delta.tool_calls?.map((call) => ({ ...call, index: this.#indexOf(call) })),
        },
      })),
    };
  }

  #indexOf({
    index,
    id,
  }: {
    readonly index?: number | null | undefined;
    readonly id?: string | null | undefined;
  }): number {
    const known = id ? [...this.#ids].find(([, other]) => other === id)?.[0] : undefined;
    const taken = index != null && Boolean(id) && this.#ids.has(index) && this.#ids.get(index) !== id;
    const found = known ?? (index != null && !taken ? index : id || this.#last < 0 ? this.#ids.size : this.#last);
    if (id) this.#ids.set(found, id);
    this.#last = found;
    return found;
  }
}
