import { useCallback, useEffect, useRef } from 'react';
import { useSubscription } from 'urql';
import { graphql } from '../../gql/index.ts';
import { useRefetchOnReconnect } from '../../graphql/use-refetch-on-reconnect.ts';

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
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!active) return;
    const check = setInterval(refetch, CHECK_MS);
    return () => clearInterval(check);
  }, [active, refetch]);
  useSubscription({ query: WaitingRunsChangedDocument, pause: !active }, (_previous, change) => {
    const { id, execution } = change.executionsChanged;
    if (execution?.status === 'WAITING' || runIds.has(id)) {
      clearTimeout(timer.current);
      timer.current = setTimeout(refetch, GATHER_MS);
    }
    return change;
  });
  useRefetchOnReconnect(
    useCallback(() => {
      if (active) refetch();
    }, [active, refetch]),
  );
}
