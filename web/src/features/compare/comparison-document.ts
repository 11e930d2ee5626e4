import { type DocumentType, graphql } from '../../gql/index.ts';

/** Everything that the screen of one comparison shows. */
export const ComparisonDocument = graphql(`
  query Comparison($id: ID!) {
    comparison(id: $id) {
      id
      name
      status
      draftRevision
      blind
      mockTools
      budget
      spent
      unpriced
      lastSeq
      agent {
        id
        name
        draft {
          revision
        }
      }
      variants {
        id
        label
        baseline
        model {
          id
          slug
          builtIn
        }
      }
      cases {
        id
        name
        input
      }
      judge {
        model {
          id
          slug
        }
      }
      cells {
        id
        variantId
        caseId
        status
        score
        reasoning
        durationMs
        firstTokenMs
        cost
        unpriced
        totalTokens
        votes
        viewerVote
        execution {
          id
          output
        }
      }
      statistics {
        variantId
        finished
        failed
        score
        scoreLow
        scoreHigh
        passRate
        medianDurationMs
        percentile95DurationMs
        medianFirstTokenMs
        costPerRun
        unpriced
        tokensPerRun
      }
      recommendation {
        variantId
        reason
        confidence
        enoughEvidence
        missingCases
      }
    }
  }
`);

export type ComparisonView = NonNullable<DocumentType<typeof ComparisonDocument>['comparison']>;
export type ComparisonCell = ComparisonView['cells'][number];
export type ComparisonVariant = ComparisonView['variants'][number];
export type VariantSums = ComparisonView['statistics'][number];

/** What happens in one comparison, numbered; resumed with `after`. */
export const ComparisonEventsDocument = graphql(`
  subscription ComparisonEvents($id: ID!, $after: Int) {
    comparisonEvents(id: $id, after: $after) {
      seq
      at
      event {
        __typename
        ... on CellStarted {
          cellId
          executionId
        }
        ... on CellTextPreview {
          cellId
          offset
          text
        }
        ... on CellEnded {
          cellId
          cellStatus
          durationMs
          firstTokenMs
          cost
          unpriced
          totalTokens
        }
        ... on CellScored {
          cellId
          score
          reasoning
        }
        ... on StatisticsChanged {
          statistics {
            variantId
            finished
            failed
            score
            scoreLow
            scoreHigh
            passRate
            medianDurationMs
            percentile95DurationMs
            medianFirstTokenMs
            costPerRun
            unpriced
            tokensPerRun
          }
        }
        ... on RecommendationChanged {
          recommendation {
            variantId
            reason
            confidence
            enoughEvidence
            missingCases
          }
        }
        ... on ComparisonSpendChanged {
          spent
          unpriced
        }
        ... on ComparisonStatusChanged {
          status
          reason
        }
        ... on ResyncRequired {
          firstSeq
        }
      }
    }
  }
`);

export type ComparisonEnvelope = DocumentType<typeof ComparisonEventsDocument>['comparisonEvents'];

export const ComparisonsDocument = graphql(`
  query Comparisons($agentId: ID!) {
    agent(id: $agentId) {
      id
      name
      inputSchema
      draft {
        revision
      }
    }
    comparisons(agentId: $agentId, first: 50) {
      edges {
        node {
          id
          name
          status
          draftRevision
          spent
          unpriced
          createdAt
          variants {
            id
            label
          }
          cases {
            id
          }
        }
      }
    }
  }
`);

export const CreateComparisonDocument = graphql(`
  mutation CreateComparison($input: CreateComparisonInput!) {
    createComparison(input: $input) {
      comparison {
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

export const RunComparisonDocument = graphql(`
  mutation RunComparison($input: RunComparisonInput!) {
    runComparison(input: $input) {
      comparison {
        id
        status
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

export const StopComparisonDocument = graphql(`
  mutation StopComparison($input: StopComparisonInput!) {
    stopComparison(input: $input) {
      comparison {
        id
        status
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

export const VoteCellDocument = graphql(`
  mutation VoteCell($input: VoteCellInput!) {
    voteCell(input: $input) {
      cell {
        id
        votes
        viewerVote
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
