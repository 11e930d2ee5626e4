import type { HttpAnswer } from '@aether/common/security';
import { z } from 'zod';
import {
  ProviderEmptyError,
  ProviderError,
  type ProviderFacts,
  ProviderInvalidError,
  ProviderNotJsonError,
  ProviderStreamError,
  StreamTruncatedError,
} from '../provider-errors.ts';
import { type ChatChunk, chatChunkSchema } from '../wire/chat-completion.ts';
import { readVendorError } from './read-vendor-error.ts';
import { type SseEvent, type SseLimits, sseEvents } from './sse-events.ts';
import { tooLargeFault } from './too-large-fault.ts';
import { vendorFault } from './vendor-fault.ts';
import type { Watchdog } from './watchdog.ts';

/** What one event of a vendor's stream means; null = nothing. */
export type ReadEvent = (event: SseEvent) => ChatChunk | 'end' | null;

/**
 * Reads a streamed answer and turns everything that an SDK would end silently into a typed error
 * (the truth table of reliability.md §4.2): wrong content type, no chunk at all, an end without finish reason,
 * an error inside the stream, broken JSON, a reset, silence.
 * @param read the vendor's own form of events; OpenAI's by default
 */
export async function* guardStream(
  answer: HttpAnswer,
  watchdog: Watchdog,
  limits: SseLimits,
  facts: ProviderFacts,
  read: ReadEvent = (event) => readChunk(event, facts),
): AsyncGenerator<ChatChunk> {
  const contentType = answer.header('content-type') ?? 'no content type';
  if (!contentType.startsWith('text/event-stream')) {
    answer.discard();
    throw new ProviderNotJsonError(facts, 'text/event-stream', contentType);
  }
  const progress = new StreamProgress();
  try {
    for await (const event of sseEvents(watched(answer.body, watchdog), limits, facts)) {
      const chunk = read(event);
      if (chunk === 'end') break;
      if (chunk === null) continue;
      progress.add(chunk);
      yield chunk;
    }
  } catch (error) {
    const reason = watchdog.reason();
    // After its finish reason an answer is whole: a vendor that then stalls or resets has lost only the usage.
    if (reason?.code !== 'CANCELLED' && progress.finished) return;
    if (reason !== null) throw reason;
    if (error instanceof ProviderError) throw error;
    throw tooLargeFault(error, facts) ?? new StreamTruncatedError(facts, progress.received, error);
  }
  if (progress.received.chunks === 0) throw new ProviderEmptyError(facts);
  if (!progress.finished) throw new StreamTruncatedError(facts, progress.received);
}

/** What has come so far. */
class StreamProgress {
  #chunks = 0;
  #characters = 0;
  /** By choice: has its finish reason come. */
  readonly #choices = new Map<number, boolean>();

  add(chunk: ChatChunk): void {
    this.#chunks += 1;
    for (const choice of chunk.choices) {
      this.#characters += choice.delta.content?.length ?? 0;
      this.#choices.set(choice.index, this.#choices.get(choice.index) === true || Boolean(choice.finish_reason));
    }
  }

  get received(): { readonly chunks: number; readonly characters: number } {
    return { chunks: this.#chunks, characters: this.#characters };
  }

  get finished(): boolean {
    return this.#choices.size > 0 && [...this.#choices.values()].every(Boolean);
  }
}

async function* watched(body: AsyncIterable<Uint8Array>, watchdog: Watchdog): AsyncGenerator<Uint8Array> {
  for await (const bytes of body) {
    watchdog.progress();
    yield bytes;
  }
}

function readChunk({ name, data }: SseEvent, facts: ProviderFacts): ChatChunk | 'end' {
  if (data === '[DONE]') return 'end';
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch (error) {
    throw new ProviderInvalidError(facts, 'JSON in each event', 'text that is not JSON', error);
  }
  const failure = readVendorError(json);
  if (failure !== null) throw vendorFault(failure, facts);
  if (name === 'error') throw new ProviderStreamError(facts, 'an error event without an error');
  const chunk = chatChunkSchema.safeParse(json);
  if (!chunk.success) throw new ProviderInvalidError(facts, 'a chat completion chunk', z.prettifyError(chunk.error));
  return chunk.data;
}
