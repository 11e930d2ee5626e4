import { graphql, type DocumentType } from '../../gql/index.ts';

export const PendingApprovalsDocument = graphql(`
  query PendingApprovals {
    pendingApprovals(first: 50) {
      edges {
        node {
          id
          question
          proposed
          proposedHash
          editable
          form
          link
          status
          comment
          createdAt
          decidedAt
          expiresAt
          decidedBy {
            id
            name
          }
          step {
            id
          }
          execution {
            id
            input
            agent {
              id
              name
            }
            startedBy {
              id
              name
            }
          }
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

export type PendingApproval = DocumentType<
  typeof PendingApprovalsDocument
>['pendingApprovals']['edges'][number]['node'];
