import { type ProviderFacts, ProviderInvalidError } from '../provider-errors.ts';

export interface SseEvent {
  /** Field `event`; null = not named. */
  readonly name: string | null;
  readonly data: string;
}

export interface SseLimits {
  readonly eventBytes: number;
  readonly totalBytes: number;
}

/**
 * Parses raw bytes as server-sent events (HTML Living Standard §9.2.6): any line end, fields joined by line feeds,
 * comments skipped, an event without its blank line at the end of the stream dropped.
 * @throws ProviderInvalidError for bytes that are not UTF-8 and for events or streams over the limits
 */
export async function* sseEvents(
  bytes: AsyncIterable<Uint8Array>,
  limits: SseLimits,
  facts: ProviderFacts,
): AsyncGenerator<SseEvent> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let received = 0;
  let rest = '';
  let event = new EventLines();
  for await (const chunk of bytes) {
    received += chunk.byteLength;
    if (received > limits.totalBytes)
      throw new ProviderInvalidError(facts, `at most ${limits.totalBytes} bytes`, 'more');
    rest += decode(decoder, chunk, facts);
    // A carriage return at the very end may be the first half of a line end: it waits for the next chunk.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') event.add(line);
      else {
        const complete = event.complete();
        if (complete !== null) yield complete;
        event = new EventLines();
      }
      if (event.size > limits.eventBytes) throw tooLarge(limits, facts);
    }
    if (event.size + rest.length > limits.eventBytes) throw tooLarge(limits, facts);
  }
}

/** The lines of one event until its blank line. */
class EventLines {
  size = 0;
  #name: string | null = null;
  readonly #data: string[] = [];

  add(line: string): void {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    this.size += line.length;
    if (field === 'event') this.#name = value;
    if (field === 'data') this.#data.push(value);
  }

  complete(): SseEvent | null {
    return this.#data.length === 0 ? null : { name: this.#name, data: this.#data.join('\n') };
  }
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array, facts: ProviderFacts): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch (error) {
    throw new ProviderInvalidError(facts, 'text in UTF-8', 'other bytes', error);
  }
}

function tooLarge(limits: SseLimits, facts: ProviderFacts): ProviderInvalidError {
  return new ProviderInvalidError(facts, `events of at most ${limits.eventBytes} bytes`, 'a larger one');
}
