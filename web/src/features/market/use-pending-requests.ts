import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';

const PendingRequestsDocument = graphql(`
  query PendingRequests {
    collaborationRequests(direction: RECEIVED, status: PENDING, first: 50) {
      edges {
        node {
          id
        }
      }
    }
  }
`);

/** How many requests wait for an answer of the viewer. */
export function usePendingRequests(): number {
  const [{ data }] = useQuery({ query: PendingRequestsDocument, requestPolicy: 'cache-and-network' });
  return data?.collaborationRequests.edges.length ?? 0;
}
