import { graphql } from '../../gql/index.ts';

/** What a step was given and what it gave: read only for the step that is looked at. */
export const StepDocument = graphql(`
  query Step($executionId: ID!, $stepId: ID!) {
    step(executionId: $executionId, stepId: $stepId) {
      id
      status
      key
      spanId
      details
      promptTokens
      completionTokens
      cachedTokens
      childExecution {
        id
        status
        spent
        agent {
          id
          name
        }
      }
      input {
        ...PayloadText
      }
      output {
        ...PayloadText
      }
      prompt {
        ...PayloadText
      }
    }
  }
`);
