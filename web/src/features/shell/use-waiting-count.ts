import { useCallback, useMemo } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import { useApprovalChanges } from '../approvals/use-approval-changes.ts';

const WaitingCountDocument = graphql(`
  query WaitingCount {
    pendingApprovals(first: 50) {
      edges {
        node {
          id
          status
          execution {
            id
          }
        }
      }
    }
  }
`);

/** How many approvals wait for the viewer, live, up to 50; 0 for who may not decide. */
export function useWaitingCount(mayDecide: boolean): number {
  const [{ data }, execute] = useQuery({
    query: WaitingCountDocument,
    requestPolicy: 'cache-and-network',
    pause: !mayDecide,
  });
  const refetch = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const pending = useMemo(
    () => data?.pendingApprovals.edges.map(({ node }) => node).filter(({ status }) => status === 'PENDING') ?? [],
    [data],
  );
  const runIds = useMemo(() => new Set(pending.map(({ execution }) => execution.id)), [pending]);
  useApprovalChanges(mayDecide, runIds, refetch);
  return mayDecide ? pending.length : 0;
}
