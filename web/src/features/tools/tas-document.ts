import { type DocumentType, graphql } from '../../gql/index.ts';

export const TasServersDocument = graphql(`
  query TasServers($url: String!, $search: String) {
    tasServers(url: $url, search: $search, first: 100) {
      edges {
        node {
          serverId
          name
          description
          version
          category
          url
          unavailableReason
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

/** A server that is registered in a TAS-MCP. */
export type TasServer = DocumentType<typeof TasServersDocument>['tasServers']['edges'][number]['node'];
