import type { SubgraphResult } from '@aether/common/service';

/** An event as its owner sent it. `seq` is null for volatile events and for list streams, which have none. */
export interface UpstreamEvent {
  readonly seq: number | null;
  readonly result: SubgraphResult;
}

/** Reads `seq` from the envelope `{ seq at event }` under the operation's root field. */
export function toUpstreamEvent(result: SubgraphResult, responseName: string): UpstreamEvent {
  const envelope = result.data?.[responseName];
  const seq =
    typeof envelope === 'object' && envelope !== null && 'seq' in envelope && typeof envelope.seq === 'number'
      ? envelope.seq
      : null;
  return { seq, result };
}
