import { useCallback } from 'react';
import { useQuery, useSubscription } from 'urql';
import { graphql } from '../../gql/index.ts';
import type { ExecutionFilter, ExecutionStatus } from '../../gql/graphql.ts';
import { useRefetchOnReconnect } from '../../graphql/use-refetch-on-reconnect.ts';
import { useThrottledRefetch } from '../../graphql/use-throttled-refetch.ts';

const ExecutionsDocument = graphql(`
  query Executions($filter: ExecutionFilter, $first: Int!, $after: String) {
    executions(filter: $filter, first: $first, after: $after) {
      edges {
        cursor
        node {
          id
          status
          ...ExecutionRow
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const ExecutionsChangedDocument = graphql(`
  subscription ExecutionsChanged($filter: ExecutionFilter) {
    executionsChanged(filter: $filter) {
      change
      id
      execution {
        id
        status
        ...ExecutionRow
      }
    }
  }
`);

const GATHER_MS = 1_000;
const DEAD: readonly ExecutionStatus[] = ['FAILED', 'TIMED_OUT'];

/** A list of runs that follows what happens: changed rows change in place, new ones bring the list up to date. */
export function useExecutions(filter: ExecutionFilter, first: number) {
  const [{ data, error, fetching }, execute] = useQuery({
    query: ExecutionsDocument,
    variables: { filter, first },
    requestPolicy: 'cache-and-network',
  });
  const refetch = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const gather = useThrottledRefetch(refetch, GATHER_MS);

  // Of every state: a run that leaves the state of the filter has to leave the list.
  const { statuses, redrivable, ...watched } = filter;
  const wanted = statuses ?? (redrivable === true ? DEAD : null);
  useSubscription({ query: ExecutionsChangedDocument, variables: { filter: watched } }, (_previous, change) => {
    const { id, execution } = change.executionsChanged;
    const known = data?.executions.edges.some(({ node }) => node.id === id) === true;
    const fits = execution ? (wanted?.includes(execution.status) ?? true) : false;
    if (known !== fits) gather();
    return change;
  });
  useRefetchOnReconnect(refetch);
  return { edges: data?.executions.edges, pageInfo: data?.executions.pageInfo, error, fetching, refetch };
}
