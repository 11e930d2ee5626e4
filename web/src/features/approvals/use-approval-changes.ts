import { useCallback, useEffect } from 'react';
import { useSubscription } from 'urql';
import { graphql } from '../../gql/index.ts';
import { useRefetchOnReconnect } from '../../graphql/use-refetch-on-reconnect.ts';
import { useThrottledRefetch } from '../../graphql/use-throttled-refetch.ts';

const WaitingRunsChangedDocument = graphql(`
  subscription WaitingRunsChanged {
    executionsChanged {
      id
      execution {
        id
        status
      }
    }
  }
`);

/** Several runs change at once. */
const GATHER_MS = 500;
/** A second question of a run that waits already, and one whose time is up, change no state of a run. */
const CHECK_MS = 30_000;

/** Calls `refetch` when a run begins to wait, or one of `runIds` goes on. */
export function useApprovalChanges(active: boolean, runIds: ReadonlySet<string>, refetch: () => void): void {
  const gather = useThrottledRefetch(refetch, GATHER_MS);
  useEffect(() => {
    if (!active) return;
    const check = setInterval(refetch, CHECK_MS);
    return () => clearInterval(check);
  }, [active, refetch]);
  useSubscription({ query: WaitingRunsChangedDocument, pause: !active }, (_previous, change) => {
    const { id, execution } = change.executionsChanged;
    if (execution?.status === 'WAITING' || runIds.has(id)) gather();
    return change;
  });
  useRefetchOnReconnect(
    useCallback(() => {
      if (active) refetch();
    }, [active, refetch]),
  );
}
