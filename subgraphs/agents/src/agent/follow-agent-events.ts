import { type AgentEventRecord, agentChannel } from './agent-event.ts';
import type { AgentsParts } from '../context.ts';
import { agentMessage } from '../db/agent-event-log.ts';

export interface FollowRequest {
  readonly tenantId: string;
  readonly agentId: string;
  /** `seq` of the last event that the reader has; 0 = from the first that is kept. */
  readonly after: number;
  readonly signal: AbortSignal;
}

/**
 * The events of one agent without a gap: attaches to the live bus, replays the record, then goes on live, and reads the record again
 * wherever the bus skipped. Ends when the agent is deleted, or after `resync-required` when what the reader needs is kept no more.
 */
export async function* followAgentEvents(
  parts: Pick<AgentsParts, 'eventLog' | 'streams' | 'clock'>,
  { tenantId, agentId, after, signal }: FollowRequest,
): AsyncGenerator<AgentEventRecord, void> {
  let last = after;
  let ended = false;

  async function* replay(): AsyncGenerator<AgentEventRecord, void> {
    for (;;) {
      const events = await parts.eventLog.since(tenantId, agentId, last);
      const first = events[0]?.seq ?? null;
      if (first === null) return;
      if (last > 0 && first > last + 1) {
        ended = true;
        yield { seq: null, at: parts.clock.now().toISOString(), event: { name: 'resync-required', firstSeq: first } };
        return;
      }
      for (const event of events) {
        last = event.seq ?? last;
        yield event;
      }
    }
  }

  for (let broken = true; broken && !signal.aborted;) {
    broken = false;
    const attached = new AbortController();
    const onGap = (): void => {
      broken = true;
      attached.abort();
    };
    const messages = parts.streams.subscribe(agentChannel(tenantId, agentId), {
      signal: AbortSignal.any([signal, attached.signal]),
      onGap,
    });
    try {
      await messages.ready;
      yield* replay();
      if (ended) return;
      for await (const json of messages) {
        const message = agentMessage.parse(json);
        if ('deleted' in message) return;
        if (message.seq === last + 1) {
          last = message.seq;
          yield message;
        } else if (message.seq > last) {
          yield* replay();
          if (ended) return;
        }
      }
    } finally {
      attached.abort();
    }
  }
}
