import type { StreamEvent } from '../event.ts';

/** The run began a part of its answer again whose first text a reader already has. */
export class AnswerRestarted extends Error {
  constructor() {
    super('The run began its answer again.');
    this.name = 'AnswerRestarted';
  }
}

/** The text of a run as it grows, from previews and durable deltas, each letter once. */
export class ToldText {
  readonly #sent = new Map<string, { attempt: number; length: number }>();
  #hasText = false;

  get isEmpty(): boolean {
    return !this.#hasText;
  }

  /** What is new. @throws AnswerRestarted */
  next({ name, data }: StreamEvent): string {
    if (name !== 'text-preview' && name !== 'text-delta') return '';
    const { stepId, attempt, offset, text } = data;
    if (typeof stepId !== 'string' || typeof attempt !== 'number') return '';
    if (typeof offset !== 'number' || typeof text !== 'string') return '';
    const known = this.#sent.get(stepId) ?? { attempt, length: 0 };
    if (known.attempt > attempt) return '';
    if (known.attempt < attempt && known.length > 0) throw new AnswerRestarted();
    // A preview was lost: its text comes as a delta.
    if (offset > known.length || offset + text.length <= known.length) return '';
    const added = text.slice(known.length - offset);
    this.#sent.set(stepId, { attempt, length: offset + text.length });
    const isNewPart = this.#hasText && known.length === 0;
    this.#hasText = true;
    return isNewPart ? `\n\n${added}` : added;
  }
}
