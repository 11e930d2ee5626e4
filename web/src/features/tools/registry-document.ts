import { type DocumentType, graphql } from '../../gql/index.ts';

export const RegistryServersDocument = graphql(`
  query RegistryServers($search: String, $after: String) {
    registryServers(search: $search, first: 30, after: $after) {
      edges {
        node {
          name
          title
          description
          version
          transport
          place
          server
          problems {
            path
            message
          }
          unavailableReason
          importable
          imported
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ImportToolServersDocument = graphql(`
  mutation ImportToolServers($input: ImportToolServersInput!) {
    importToolServers(input: $input) {
      servers {
        name
        title
        description
        version
        transport
        place
        problems {
          path
          message
        }
        unavailableReason
        importable
        imported
      }
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

export const RemoveToolServerOfferDocument = graphql(`
  mutation RemoveToolServerOffer($input: RemoveToolServerOfferInput!) {
    removeToolServerOffer(input: $input) {
      deletedId
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

/** A server of a registry or a file. */
export type RegistryServer = DocumentType<typeof ImportToolServersDocument>['importToolServers']['servers'][number];
