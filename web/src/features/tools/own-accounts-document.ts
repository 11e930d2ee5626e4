import { graphql, type DocumentType } from '../../gql/index.ts';

export const OwnAccountsDocument = graphql(`
  query OwnAccounts {
    ownCredentials {
      id
      kind
      lastFour
      status
      askedScopes
      createdAt
      lastUsedAt
      toolServer {
        id
        name
      }
    }
  }
`);

export const RemoveOwnAccountDocument = graphql(`
  mutation RemoveOwnAccount($input: RemoveOwnCredentialInput!) {
    removeOwnCredential(input: $input) {
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

export type OwnAccount = DocumentType<typeof OwnAccountsDocument>['ownCredentials'][number];
