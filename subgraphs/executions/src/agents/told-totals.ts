import type { StreamEvent } from '../event.ts';

/** What the events of a run say of its price and tokens. */
export class ToldTotals {
  #promptTokens = 0;
  #completionTokens = 0;

  add({ name, data }: StreamEvent): void {
    if (name !== 'step-end') return;
    this.#promptTokens += numberOf(data['promptTokens']);
    this.#completionTokens += numberOf(data['completionTokens']);
  }

  /** In the words of OpenAI. */
  usage(): { readonly prompt_tokens: number; readonly completion_tokens: number; readonly total_tokens: number } {
    return {
      prompt_tokens: this.#promptTokens,
      completion_tokens: this.#completionTokens,
      total_tokens: this.#promptTokens + this.#completionTokens,
    };
  }
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
