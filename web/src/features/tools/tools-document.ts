import { graphql, type DocumentType } from '../../gql/index.ts';

export const ToolServersDocument = graphql(`
  query ToolServers($search: String) {
    toolServers(search: $search, first: 100) {
      edges {
        node {
          id
          slug
          name
          transport
          url
          command
          arguments
          status
          access
          lastError
          enabled
          tools(first: 100) {
            edges {
              node {
                id
                approved
                changed
                listed
              }
            }
          }
        }
      }
    }
  }
`);

export const ToolServerDocument = graphql(`
  query ToolServer($id: ID!) {
    toolServer(id: $id) {
      id
      slug
      name
      kind
      transport
      url
      command
      arguments
      status
      access
      lastError
      checkedAt
      credentialPerUser
      credential {
        id
        askedScopes
      }
      protocolRevision
      enabled
      settings
      settingsSchema
      settingsRevision
      quarantine
      tools(first: 100) {
        edges {
          node {
            id
            slug
            name
            title
            description
            inputSchema
            outputSchema
            effect
            approval
            definitionHash
            findings {
              rule
              hidden
              path
              offset
              excerpt
            }
            approved
            changed
            listed
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  }
`);

export const ToolServerOffersDocument = graphql(`
  query ToolServerOffers($search: String) {
    toolServerOffers(search: $search, first: 100) {
      edges {
        node {
          slug
          name
          description
          transport
          settingsSchema
          unavailableReason
          connected
          imported
          version
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

export type ServerOffer = DocumentType<typeof ToolServerOffersDocument>['toolServerOffers']['edges'][number]['node'];
export type ListedServer = DocumentType<typeof ToolServersDocument>['toolServers']['edges'][number]['node'];
export type ToolServer = NonNullable<DocumentType<typeof ToolServerDocument>['toolServer']>;
export type Tool = ToolServer['tools']['edges'][number]['node'];

/** Where a server is: its address, or its command line. */
export function placeOf(server: Pick<ToolServer, 'url' | 'command' | 'arguments'>): string {
  return server.url ?? [server.command, ...server.arguments].filter(Boolean).join(' ');
}
