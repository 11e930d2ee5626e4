import { graphql, type DocumentType } from '../../gql/index.ts';

export const ExecutionDiffDocument = graphql(`
  query ExecutionDiff($leftId: ID!, $rightId: ID!) {
    executionDiff(leftId: $leftId, rightId: $rightId) {
      firstDivergence
      left {
        id
        status
        createdAt
        spent
        chain {
          totalDurationMs
        }
      }
      right {
        id
        status
        createdAt
        spent
        chain {
          totalDurationMs
        }
      }
      input {
        path
        left
        right
      }
      output {
        path
        left
        right
      }
      steps {
        key
        kind
        inputChanged
        outputChanged
        durationDifferenceMs
        costDifference
        left {
          id
          name
          type
          status
          durationMs
        }
        right {
          id
          name
          type
          status
          durationMs
        }
      }
    }
  }
`);

export type ExecutionDiff = NonNullable<DocumentType<typeof ExecutionDiffDocument>['executionDiff']>;
