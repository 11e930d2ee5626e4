import { formatSSEErrorEvent, formatSSEEvent, SSE_HEADERS } from '@a2a-js/sdk';
import { pulledStream } from '@aether/common/service';

export interface EventStreamOptions<Event> {
  readonly toJson: (event: Event) => unknown;
  /** What the last event says when the others break off. */
  readonly failure: (error: unknown) => unknown;
  /** Called when the reader leaves. */
  readonly leave: () => void;
}

/**
 * Events as an answer that goes on until the last of them.
 * @throws what comes instead of the first one: a refusal is an answer of its own
 */
export async function eventStream<Event>(
  events: AsyncGenerator<Event, void>,
  { toJson, failure, leave }: EventStreamOptions<Event>,
): Promise<Response> {
  const first = await events.next();
  const encoder = new TextEncoder();
  async function* pieces(): AsyncGenerator<Uint8Array, void> {
    try {
      for (let next = first; next.done !== true; next = await events.next())
        yield encoder.encode(formatSSEEvent(toJson(next.value)));
    } catch (error) {
      yield encoder.encode(formatSSEErrorEvent(failure(error)));
    }
  }
  return new Response(pulledStream(pieces(), leave), { headers: SSE_HEADERS });
}
