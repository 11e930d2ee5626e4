import { graphql, type DocumentType } from '../gql/index.ts';

/** Everything that happens to one run, numbered; resumed with `after`. */
export const ExecutionEventsDocument = graphql(`
  subscription ExecutionEvents($id: ID!, $after: Int) {
    executionEvents(id: $id, after: $after) {
      seq
      at
      event {
        __typename
        ... on ExecutionStatusChanged {
          status
          reason
        }
        ... on StepStarted {
          stepId
          key
          parentId
          nodeId
          type
          name
          attempt
          model {
            id
            slug
            name
          }
        }
        ... on StepProgressed {
          stepId
          attempt
          stepStatus
          fraction
          message
        }
        ... on StepEnded {
          stepId
          attempt
          stepStatus
          durationMs
          cost
          unpriced
          promptTokens
          completionTokens
          cachedTokens
          error {
            code
            message
            stepId
            retryable
            hint
          }
        }
        ... on ToolCalled {
          stepId
          attempt
          arguments
          effect
        }
        ... on ApprovalRequested {
          approvalId
          stepId
          question
          proposed
          proposedHash
          editable
          form
          link
          expiresAt
        }
        ... on ApprovalDecided {
          approvalId
          stepId
          approvalStatus
          comment
          decidedBy {
            id
            name
          }
        }
        ... on ArtifactCreated {
          artifactId
          stepId
          name
          kind
          mimeType
          bytes
          version
        }
        ... on TextPreview {
          stepId
          attempt
          offset
          text
        }
        ... on TextDelta {
          stepId
          attempt
          offset
          text
        }
        ... on MessageReset {
          stepId
          attempt
          reason
        }
        ... on SpendChanged {
          spent
          reserved
          totalTokens
          unpriced
        }
        ... on ExecutionEnded {
          status
          output
          totalDurationMs
          totalCost
          unpriced
          error {
            code
            message
            stepId
            retryable
            hint
          }
        }
        ... on ResyncRequired {
          firstSeq
        }
      }
    }
  }
`);

export type ExecutionEnvelope = DocumentType<typeof ExecutionEventsDocument>['executionEvents'];
