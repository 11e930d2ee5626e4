import { useCallback } from 'react';
import { useQuery, useSubscription } from 'urql';
import { readFragment } from '../../gql/index.ts';
import { problemOf } from '../../graphql/problem.ts';
import { useRefetchOnReconnect } from '../../graphql/use-refetch-on-reconnect.ts';
import { useThrottledRefetch } from '../../graphql/use-throttled-refetch.ts';
import { DeliveriesChangedDocument, DeliveriesDocument, DeliveryFragment } from './delivery-document.ts';

const GATHER_MS = 300;

/** What arrived at a trigger, newest first: known rows change in place, new ones bring the list up to date. */
export function useDeliveries(triggerId: string, first: number) {
  const [{ data, error }, execute] = useQuery({
    query: DeliveriesDocument,
    variables: { id: triggerId, first },
    requestPolicy: 'cache-and-network',
  });
  const refetch = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const gather = useThrottledRefetch(refetch, GATHER_MS);
  const edges = data?.trigger?.deliveries.edges;
  useSubscription({ query: DeliveriesChangedDocument, variables: { triggerId } }, (_previous, change) => {
    if (edges?.every(({ node }) => node.id !== change.deliveriesChanged.id) !== false) gather();
    return change;
  });
  useRefetchOnReconnect(refetch);
  return {
    deliveries: edges?.map(({ node }) => readFragment(DeliveryFragment, node)),
    hasMore: data?.trigger?.deliveries.pageInfo.hasNextPage === true,
    problem: error === undefined || data !== undefined ? null : problemOf(error),
    refetch,
  };
}
