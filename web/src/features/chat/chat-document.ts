import { graphql, type DocumentType } from '../../gql/index.ts';

export const ConversationsDocument = graphql(`
  query Conversations($after: String) {
    conversations(first: 50, after: $after) {
      edges {
        node {
          id
          title
          updatedAt
          agent {
            id
            name
            kind
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ConversationDocument = graphql(`
  query Conversation($id: ID!) {
    conversation(id: $id) {
      id
      title
      updatedAt
      agent {
        id
        name
        kind
        status
        inputSchema
        successRate
        runCount
        published {
          id
          number
        }
      }
      messages(first: 100) {
        edges {
          node {
            id
            role
            text
            createdAt
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
            execution {
              id
              status
              spent
              rating {
                satisfaction
              }
              error {
                code
                message
                stepId
                retryable
                hint
              }
              chain {
                totalDurationMs
                summary {
                  totalSteps
                  totalCost
                  unpriced
                }
              }
            }
          }
        }
      }
    }
  }
`);

export const ChatAgentDocument = graphql(`
  query ChatAgent($id: ID!) {
    agent(id: $id) {
      id
      name
      kind
      status
      inputSchema
      successRate
      runCount
      published {
        id
        number
      }
    }
  }
`);

export const ChatAgentsDocument = graphql(`
  query ChatAgents {
    agents(filter: { status: PUBLISHED }, first: 50) {
      edges {
        node {
          id
          name
          description
          kind
        }
      }
    }
  }
`);

export const StartConversationDocument = graphql(`
  mutation StartConversation($input: StartConversationInput!) {
    startConversation(input: $input) {
      conversation {
        id
        title
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

export const RenameConversationDocument = graphql(`
  mutation RenameConversation($input: RenameConversationInput!) {
    renameConversation(input: $input) {
      conversation {
        id
        title
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

export const DeleteConversationDocument = graphql(`
  mutation DeleteConversation($input: DeleteConversationInput!) {
    deleteConversation(input: $input) {
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

export const RateDocument = graphql(`
  mutation RateExecution($input: RateExecutionInput!) {
    rateExecution(input: $input) {
      execution {
        id
        rating {
          satisfaction
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

export type Conversation = NonNullable<DocumentType<typeof ConversationDocument>['conversation']>;
export type Message = Conversation['messages']['edges'][number]['node'];
export type ChatAgent = NonNullable<DocumentType<typeof ChatAgentDocument>['agent']>;
