import { graphql, type DocumentType } from '../../gql/index.ts';

export const RetryPlanDocument = graphql(`
  query RetryPlan($executionId: ID!, $fromStep: ID) {
    retryPlan(executionId: $executionId, fromStep: $fromStep) {
      reused
      estimatedCost
      unpriced
      reruns {
        stepId
        name
        type
        effect
      }
      repeatedEffects {
        stepId
        effect
        state
      }
      execution {
        id
      }
    }
  }
`);

export const RetryExecutionDocument = graphql(`
  mutation RetryExecution($input: RetryExecutionInput!) {
    retryExecution(input: $input) {
      execution {
        id
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

export type RetryPlan = NonNullable<DocumentType<typeof RetryPlanDocument>['retryPlan']>;
