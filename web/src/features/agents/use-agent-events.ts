import { useEffect, useEffectEvent } from 'react';
import { eventsClient } from '../../graphql/client.ts';
import { followStream } from '../../graphql/resumable-stream.ts';
import { AgentEventsDocument } from './agent-document.ts';

/** Reads the agent again when somebody changed, published or disabled it; one's own saves are known already. */
export function useAgentEvents(agentId: string, lastSeq: number, revision: number, reload: () => void): void {
  const startedAfter = useEffectEvent(() => lastSeq);
  const changed = useEffectEvent((seen: number | null) => {
    if (seen === null || seen > revision) reload();
  });
  useEffect(
    () =>
      followStream(eventsClient, {
        document: AgentEventsDocument,
        variables: { id: agentId },
        after: startedAfter(),
        read: (data) => data.agentEvents,
        onEvent: ({ event }) => changed(event.__typename === 'DraftChanged' ? event.revision : null),
        onResync: () => changed(null),
        onEnd: () => undefined,
      }),
    [agentId],
  );
}
