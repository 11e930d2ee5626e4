import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { eventsClient } from '../graphql/client.ts';
import { ExecutionFeed, NOTHING, type LiveExecution } from './execution-feed.ts';

const noSubscription = (): (() => void) => () => undefined;

/** A run as it is now, and as it goes on. Null = none. `reload` reads it again from the start. */
export function useExecution(executionId: string | null): LiveExecution & { reload: () => void } {
  const client = useClient();
  const feed = useMemo(
    () => (executionId === null ? null : new ExecutionFeed(client, eventsClient, executionId)),
    [client, executionId],
  );
  useEffect(() => feed?.start(), [feed]);
  const state = useSyncExternalStore(feed?.subscribe ?? noSubscription, () => feed?.state ?? NOTHING);
  const reload = useCallback(() => void feed?.start(), [feed]);
  return { ...state, reload };
}
