import { graphql, type DocumentType } from '../../gql/index.ts';

export const RequestsDocument = graphql(`
  query Requests($direction: RequestDirection!) {
    collaborationRequests(direction: $direction, first: 50) {
      edges {
        node {
          id
          role
          message
          status
          answer
          createdAt
          requester {
            id
            name
          }
          answeredBy {
            id
            name
          }
          agent {
            id
            name
            kind
            owner {
              id
              name
            }
          }
        }
      }
    }
  }
`);

export const AnswerDocument = graphql(`
  mutation AnswerRequest($input: AnswerCollaborationRequestInput!) {
    answerCollaborationRequest(input: $input) {
      request {
        id
        status
        role
        answer
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

export type CollaborationRequest = DocumentType<
  typeof RequestsDocument
>['collaborationRequests']['edges'][number]['node'];
