import { graphql, type DocumentType } from '../../gql/index.ts';

export const DraftFragment = graphql(`
  fragment Draft on AgentDraft {
    agent {
      id
    }
    revision
    spec
    updatedAt
    updatedBy {
      id
      name
    }
    validation {
      valid
      issues {
        code
        severity
        message
        hint
        path
        fix
      }
    }
  }
`);

export const AgentDocument = graphql(`
  query Agent($id: ID!) {
    agent(id: $id) {
      id
      slug
      name
      description
      type
      kind
      status
      visibility
      lastSeq
      inputSchema
      successRate
      runCount
      medianCost
      medianDurationMs
      owner {
        id
        name
      }
      draft {
        ...Draft
      }
      published {
        id
        number
        hash
        publishedAt
      }
      origin {
        id
        number
        agent {
          id
          name
        }
      }
      listing {
        id
        summary
        audience
        updatedAt
        version {
          id
          number
        }
        sampleExecutions {
          id
        }
      }
      collaborators {
        role
        since
        user {
          id
          name
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

export const UpdateAgentDocument = graphql(`
  mutation UpdateAgent($input: UpdateAgentInput!) {
    updateAgent(input: $input) {
      agent {
        id
        name
        description
        slug
        visibility
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

export const UpdateDraftDocument = graphql(`
  mutation UpdateDraft($input: UpdateAgentDraftInput!) {
    updateAgentDraft(input: $input) {
      draft {
        ...Draft
      }
      conflict {
        currentRevision
        changedAt
        theirs
        changedBy {
          id
          name
        }
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

export const AgentEventsDocument = graphql(`
  subscription AgentEvents($id: ID!, $after: Int) {
    agentEvents(id: $id, after: $after) {
      seq
      at
      event {
        __typename
        ... on DraftChanged {
          revision
          changedBy {
            id
            name
          }
        }
        ... on AgentPublished {
          versionId
          number
          rolledBack
        }
        ... on AgentStatusChanged {
          status
        }
        ... on ResyncRequired {
          firstSeq
        }
      }
    }
  }
`);

export type Agent = NonNullable<DocumentType<typeof AgentDocument>['agent']>;
export type Draft = DocumentType<typeof DraftFragment>;
export type ValidationIssue = Draft['validation']['issues'][number];
