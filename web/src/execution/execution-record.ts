import { graphql, type DocumentType } from '../gql/index.ts';

/** A run as the record has it: what the page starts from, and returns to when events are no longer kept. */
export const ExecutionRecordDocument = graphql(`
  query ExecutionRecord($id: ID!) {
    execution(id: $id) {
      id
      status
      origin
      executor
      input
      output
      spent
      budget
      createdAt
      startedAt
      endedAt
      traceId
      lastSeq
      draftRevision
      agent {
        id
        slug
        name
        kind
      }
      version {
        id
        number
      }
      startedBy {
        id
        name
      }
      conversation {
        id
      }
      parent {
        id
        agent {
          id
          name
        }
      }
      redriveOf {
        id
        createdAt
      }
      error {
        code
        message
        stepId
        retryable
        hint
      }
      diagnosis {
        cause
        nextActions
        step {
          id
          name
        }
      }
      rating {
        satisfaction
      }
      approvals {
        id
        question
        proposed
        proposedHash
        editable
        form
        link
        status
        comment
        decidedAt
        expiresAt
        decidedBy {
          id
          name
        }
        step {
          id
        }
      }
      artifacts {
        id
        name
        kind
        bytes
        version
      }
      citations {
        number
        passageId
        documentTitle
        page
        startOffset
        endOffset
        quote
        passage {
          id
          text
          headingPath
          page
          startOffset
          endOffset
          document {
            id
            title
            url
            notebook {
              id
              name
            }
          }
        }
      }
      chain {
        totalDurationMs
        steps(first: 100) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          edges {
            node {
              id
              key
              parentId
              nodeId
              type
              name
              status
              attempt
              startedAt
              durationMs
              details
              cost
              unpriced
              promptTokens
              completionTokens
              cachedTokens
              model {
                id
                slug
                name
              }
              attempts {
                number
                startedAt
                durationMs
                cost
                unpriced
                error {
                  code
                  message
                }
              }
              error {
                code
                message
                stepId
                retryable
                hint
              }
            }
          }
        }
        summary {
          totalSteps
          totalCost
          unpriced
          totalTokens
          criticalPath
          bottlenecks {
            stepId
            share
            reason
          }
          optimizationOpportunities {
            code
            message
            stepIds
            savingMs
            saving
          }
        }
      }
      viewerActions {
        name
        allowed
        reason
      }
    }
  }
`);

export type ExecutionRecord = NonNullable<DocumentType<typeof ExecutionRecordDocument>['execution']>;
export type StepRecord = ExecutionRecord['chain']['steps']['edges'][number]['node'];
export type CitationRecord = ExecutionRecord['citations'][number];
