import { buildSubgraph } from '@aether/common/service';
import type { GraphQLSchema } from 'graphql';
import type { ExecutionsContext } from './context.ts';
import { ConversationFieldResolver, MessageFieldResolver } from './resolvers/conversation.ts';
import { ExecutionChainFieldResolver } from './resolvers/execution-chain.ts';
import { ExecutionFieldResolver } from './resolvers/execution.ts';
import { loadConversation } from './resolvers/load-conversation.ts';
import { loadExecution } from './resolvers/load-execution.ts';
import { CancelExecutionResolver } from './resolvers/mutation/cancel-execution.ts';
import { DeleteConversationResolver } from './resolvers/mutation/delete-conversation.ts';
import { RateExecutionResolver } from './resolvers/mutation/rate-execution.ts';
import { RenameConversationResolver } from './resolvers/mutation/rename-conversation.ts';
import { RunAgentResolver } from './resolvers/mutation/run-agent.ts';
import { RunForTestResolver } from './resolvers/mutation/run-for-test.ts';
import { StartConversationResolver } from './resolvers/mutation/start-conversation.ts';
import { ConversationResolver } from './resolvers/query/conversation.ts';
import { ConversationsResolver } from './resolvers/query/conversations.ts';
import { ExecutionResolver } from './resolvers/query/execution.ts';
import { ExecutionsResolver } from './resolvers/query/executions.ts';
import { RunProgressResolver } from './resolvers/query/run-progress.ts';
import { StepResolver } from './resolvers/query/step.ts';
import { UsualUsageResolver } from './resolvers/query/usual-usage.ts';
import { ExecutionEventsResolver } from './resolvers/subscription/execution-events.ts';
import { ExecutionsChangedResolver } from './resolvers/subscription/executions-changed.ts';

/** The subgraph's schema; needs no database. */
export function createExecutionsSchema(): Promise<GraphQLSchema> {
  return buildSubgraph<ExecutionsContext>({
    name: 'executions',
    resolvers: [
      ExecutionResolver,
      ExecutionsResolver,
      StepResolver,
      ConversationResolver,
      ConversationsResolver,
      RunAgentResolver,
      RunForTestResolver,
      RunProgressResolver,
      UsualUsageResolver,
      CancelExecutionResolver,
      RateExecutionResolver,
      StartConversationResolver,
      RenameConversationResolver,
      DeleteConversationResolver,
      ExecutionEventsResolver,
      ExecutionsChangedResolver,
      ExecutionFieldResolver,
      ExecutionChainFieldResolver,
      ConversationFieldResolver,
      MessageFieldResolver,
    ],
    references: {
      Execution: ({ id }, context) => loadExecution(context, id),
      Conversation: ({ id }, context) => loadConversation(context, id),
    },
  });
}
