import { buildSubgraph } from '@aether/common/service';
import type { GraphQLSchema } from 'graphql';
import type { ExecutionsContext } from './context.ts';
import { ArtifactFieldResolver, ExecutionArtifactsResolver, MessageArtifactsResolver } from './resolvers/artifact.ts';
import { ApprovalFieldResolver } from './resolvers/approval.ts';
import { ConversationFieldResolver, MessageFieldResolver } from './resolvers/conversation.ts';
import { ExecutionChainFieldResolver } from './resolvers/execution-chain.ts';
import { ExecutionFieldResolver } from './resolvers/execution.ts';
import { ExecutionFamilyResolver } from './resolvers/execution-family.ts';
import { ExecutionStepFieldResolver } from './resolvers/execution-step.ts';
import { loadArtifact } from './resolvers/load-artifact.ts';
import { loadApproval } from './resolvers/load-approval.ts';
import { loadConversation } from './resolvers/load-conversation.ts';
import { loadExecution } from './resolvers/load-execution.ts';
import { loadBudget } from './resolvers/load-budgets.ts';
import { CancelExecutionResolver } from './resolvers/mutation/cancel-execution.ts';
import { DecideApprovalResolver } from './resolvers/mutation/decide-approval.ts';
import { DeleteBudgetResolver } from './resolvers/mutation/delete-budget.ts';
import { DeleteConversationResolver } from './resolvers/mutation/delete-conversation.ts';
import { RateExecutionResolver } from './resolvers/mutation/rate-execution.ts';
import { RenameConversationResolver } from './resolvers/mutation/rename-conversation.ts';
import { RunAgentResolver } from './resolvers/mutation/run-agent.ts';
import { RunForTestResolver } from './resolvers/mutation/run-for-test.ts';
import { RetryExecutionResolver } from './resolvers/mutation/retry-execution.ts';
import { SignalExecutionResolver } from './resolvers/mutation/signal-execution.ts';
import { RecordUsageResolver } from './resolvers/mutation/record-usage.ts';
import { SetBudgetResolver } from './resolvers/mutation/set-budget.ts';
import { StartConversationResolver } from './resolvers/mutation/start-conversation.ts';
import { TakeBudgetSliceResolver } from './resolvers/mutation/take-budget-slice.ts';
import { ArtifactResolver } from './resolvers/query/artifact.ts';
import { ArtifactsResolver } from './resolvers/query/artifacts.ts';
import { ApprovalResolver } from './resolvers/query/approval.ts';
import { BudgetsResolver } from './resolvers/query/budgets.ts';
import { ConversationResolver } from './resolvers/query/conversation.ts';
import { ConversationsResolver } from './resolvers/query/conversations.ts';
import { ExecutionDiffResolver } from './resolvers/query/execution-diff.ts';
import { ExecutionOutlineResolver } from './resolvers/query/execution-outline.ts';
import { ExecutionResolver } from './resolvers/query/execution.ts';
import { ExecutionsResolver } from './resolvers/query/executions.ts';
import { ShareableExecutionsResolver } from './resolvers/query/shareable-executions.ts';
import { PendingApprovalsResolver } from './resolvers/query/pending-approvals.ts';
import { RunProgressResolver } from './resolvers/query/run-progress.ts';
import { RetryPlanResolver } from './resolvers/query/retry-plan.ts';
import { StepResolver } from './resolvers/query/step.ts';
import { CostOfMonthResolver } from './resolvers/query/cost-of-month.ts';
import { UsageResolver } from './resolvers/query/usage.ts';
import { UsualUsageResolver } from './resolvers/query/usual-usage.ts';
import { ExecutionEventsResolver } from './resolvers/subscription/execution-events.ts';
import { ExecutionsChangedResolver } from './resolvers/subscription/executions-changed.ts';
import { AgentHealthResolver } from './resolvers/agent-health.ts';
import { CheckAgentHealthResolver } from './resolvers/mutation/check-agent-health.ts';
import { CreateTriggerResolver } from './resolvers/mutation/create-trigger.ts';
import { DeleteTriggerResolver } from './resolvers/mutation/delete-trigger.ts';
import { ReplayDeliveryResolver } from './resolvers/mutation/replay-delivery.ts';
import { RotateTriggerSecretResolver } from './resolvers/mutation/rotate-trigger-secret.ts';
import { SendTestEventResolver } from './resolvers/mutation/send-test-event.ts';
import { SetTriggerEnabledResolver } from './resolvers/mutation/set-trigger-enabled.ts';
import { UpdateTriggerResolver } from './resolvers/mutation/update-trigger.ts';
import { DeliveryResolver } from './resolvers/query/delivery.ts';
import { PreviewMappingResolver } from './resolvers/query/preview-mapping.ts';
import { TriggerResolver } from './resolvers/query/trigger.ts';
import { TriggersResolver } from './resolvers/query/triggers.ts';
import { DeliveriesChangedResolver } from './resolvers/subscription/deliveries-changed.ts';
import { DeliveryFieldResolver, ExecutionTriggerResolver } from './resolvers/delivery.ts';
import { TriggerFieldResolver } from './resolvers/trigger.ts';
import { loadTrigger, visibleDelivery } from './resolvers/load-trigger.ts';
import { toDelivery } from './types/delivery.ts';

/** The subgraph's schema; needs no database. */
export function createExecutionsSchema(): Promise<GraphQLSchema> {
  return buildSubgraph<ExecutionsContext>({
    name: 'executions',
    resolvers: [
      ExecutionResolver,
      ExecutionsResolver,
      ShareableExecutionsResolver,
      StepResolver,
      ArtifactResolver,
      ArtifactsResolver,
      ApprovalResolver,
      PendingApprovalsResolver,
      ConversationResolver,
      ConversationsResolver,
      RunAgentResolver,
      RunForTestResolver,
      RunProgressResolver,
      UsualUsageResolver,
      UsageResolver,
      CostOfMonthResolver,
      CancelExecutionResolver,
      SignalExecutionResolver,
      RetryExecutionResolver,
      RetryPlanResolver,
      ExecutionDiffResolver,
      ExecutionOutlineResolver,
      RateExecutionResolver,
      DecideApprovalResolver,
      StartConversationResolver,
      RenameConversationResolver,
      DeleteConversationResolver,
      ExecutionEventsResolver,
      ExecutionsChangedResolver,
      CreateTriggerResolver,
      DeleteTriggerResolver,
      ReplayDeliveryResolver,
      RotateTriggerSecretResolver,
      SendTestEventResolver,
      SetTriggerEnabledResolver,
      UpdateTriggerResolver,
      DeliveryResolver,
      PreviewMappingResolver,
      TriggerResolver,
      TriggersResolver,
      DeliveriesChangedResolver,
      CheckAgentHealthResolver,
      AgentHealthResolver,
      BudgetsResolver,
      SetBudgetResolver,
      DeleteBudgetResolver,
      TakeBudgetSliceResolver,
      RecordUsageResolver,
      ExecutionFieldResolver,
      ExecutionFamilyResolver,
      ExecutionStepFieldResolver,
      ExecutionTriggerResolver,
      TriggerFieldResolver,
      DeliveryFieldResolver,
      ExecutionChainFieldResolver,
      ApprovalFieldResolver,
      ArtifactFieldResolver,
      ExecutionArtifactsResolver,
      MessageArtifactsResolver,
      ConversationFieldResolver,
      MessageFieldResolver,
    ],
    references: {
      // Only its key; fields ask for what they give.
      Agent: async ({ id }) => ({ id }),
      Execution: ({ id }, context) => loadExecution(context, id),
      Artifact: ({ id }, context) => loadArtifact(context, id),
      Approval: ({ id }, context) => loadApproval(context, id),
      Conversation: ({ id }, context) => loadConversation(context, id),
      Budget: ({ id }, context) => loadBudget(context, id),
      Trigger: ({ id }, context) => loadTrigger(context, id),
      Delivery: async ({ id }, context) => {
        const found = await visibleDelivery(context, id);
        return found === null ? null : toDelivery(found.delivery);
      },
    },
  });
}
