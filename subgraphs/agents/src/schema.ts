import { buildSubgraph } from '@aether/common/service';
import type { GraphQLSchema } from 'graphql';
import type { AgentsContext } from './context.ts';
import { loadAgent, loadModel, loadProvider, loadTool, loadToolServer, loadVisibleVersion } from './loaders.ts';
import { loadListing, loadRating, loadRequest } from './market/market-loaders.ts';
import { AgentConnectionFields } from './resolvers/agent-connection-fields.ts';
import { AgentDraftFields } from './resolvers/agent-draft-fields.ts';
import { AgentFields } from './resolvers/agent-fields.ts';
import { AgentVersionFields } from './resolvers/agent-version-fields.ts';
import { GatewayCatalogFields } from './resolvers/gateway-catalog-fields.ts';
import { ModelFields } from './resolvers/model-fields.ts';
import { ModelProviderFields } from './resolvers/model-provider-fields.ts';
import { AddModelProviderResolver } from './resolvers/mutation/add-model-provider.ts';
import { ApproveToolResolver } from './resolvers/mutation/approve-tool.ts';
import { CheckToolServerResolver } from './resolvers/mutation/check-tool-server.ts';
import { ConnectToolServerResolver } from './resolvers/mutation/connect-tool-server.ts';
import { CreateAgentResolver } from './resolvers/mutation/create-agent.ts';
import { DeleteAgentResolver } from './resolvers/mutation/delete-agent.ts';
import { DiscardAgentDraftResolver } from './resolvers/mutation/discard-agent-draft.ts';
import { ImportToolServersResolver } from './resolvers/mutation/import-tool-servers.ts';
import { PublishAgentResolver } from './resolvers/mutation/publish-agent.ts';
import { RecordToolCallResolver } from './resolvers/mutation/record-tool-call.ts';
import { RemoveModelProviderResolver } from './resolvers/mutation/remove-model-provider.ts';
import { RemoveToolServerResolver } from './resolvers/mutation/remove-tool-server.ts';
import { RemoveToolServerOfferResolver } from './resolvers/mutation/remove-tool-server-offer.ts';
import { ReportModelsResolver } from './resolvers/mutation/report-models.ts';
import { ReportToolServersResolver } from './resolvers/mutation/report-tool-servers.ts';
import { RestoreAgentVersionResolver } from './resolvers/mutation/restore-agent-version.ts';
import { RollbackAgentResolver } from './resolvers/mutation/rollback-agent.ts';
import { SetAgentStatusResolver } from './resolvers/mutation/set-agent-status.ts';
import { TryToolResolver } from './resolvers/mutation/try-tool.ts';
import { UpdateAgentDraftResolver } from './resolvers/mutation/update-agent-draft.ts';
import { UpdateAgentResolver } from './resolvers/mutation/update-agent.ts';
import { UpdateModelProviderResolver } from './resolvers/mutation/update-model-provider.ts';
import { UpdateModelResolver } from './resolvers/mutation/update-model.ts';
import { UpdateToolServerResolver } from './resolvers/mutation/update-tool-server.ts';
import { AgentSpecSchemaResolver } from './resolvers/query/agent-spec-schema.ts';
import { AgentTemplateFieldsResolver } from './resolvers/agent-template-fields.ts';
import { AgentTemplatesResolver } from './resolvers/query/agent-templates.ts';
import { AgentVersionForRunResolver } from './resolvers/query/agent-version-for-run.ts';
import { AgentVersionResolver } from './resolvers/query/agent-version.ts';
import { AgentResolver } from './resolvers/query/agent.ts';
import { AgentsResolver } from './resolvers/query/agents.ts';
import { CatalogForGatewayResolver } from './resolvers/query/catalog-for-gateway.ts';
import { ModelProviderPresetsResolver } from './resolvers/query/model-provider-presets.ts';
import { ModelProvidersResolver } from './resolvers/query/model-providers.ts';
import { ModelResolver } from './resolvers/query/model.ts';
import { ModelsResolver } from './resolvers/query/models.ts';
import { RegistryServersResolver } from './resolvers/query/registry-servers.ts';
import { TasServersResolver } from './resolvers/query/tas-servers.ts';
import { ToolServerOffersResolver } from './resolvers/query/tool-server-offers.ts';
import { ToolServerResolver } from './resolvers/query/tool-server.ts';
import { ToolServerDocumentResolver } from './resolvers/query/tool-server-document.ts';
import { ToolServersResolver } from './resolvers/query/tool-servers.ts';
import { ToolResolver } from './resolvers/query/tool.ts';
import { ToolsResolver } from './resolvers/query/tools.ts';
import { ValidateAgentResolver } from './resolvers/query/validate-agent.ts';
import { AgentEventsResolver } from './resolvers/subscription/agent-events.ts';
import { ToolFields } from './resolvers/tool-fields.ts';
import { ToolServerFields } from './resolvers/tool-server-fields.ts';
import { ListingFields } from './resolvers/listing-fields.ts';
import { RatingFields } from './resolvers/rating-fields.ts';
import { CollaborationRequestFields } from './resolvers/collaboration-request-fields.ts';
import { ListingConnectionFields } from './resolvers/listing-connection-fields.ts';
import { ListingsResolver } from './resolvers/query/listings.ts';
import { ListingResolver } from './resolvers/query/listing.ts';
import { ClonePreviewFields } from './resolvers/clone-preview-fields.ts';
import { ClonePreviewResolver } from './resolvers/query/clone-preview.ts';
import { CollaborationRequestsResolver } from './resolvers/query/collaboration-requests.ts';
import { PublishListingResolver } from './resolvers/mutation/publish-listing.ts';
import { WithdrawListingResolver } from './resolvers/mutation/withdraw-listing.ts';
import { CloneAgentResolver } from './resolvers/mutation/clone-agent.ts';
import { RateListingResolver } from './resolvers/mutation/rate-listing.ts';
import { ReplyToRatingResolver } from './resolvers/mutation/reply-to-rating.ts';
import { RequestCollaborationResolver } from './resolvers/mutation/request-collaboration.ts';
import { AnswerCollaborationRequestResolver } from './resolvers/mutation/answer-collaboration-request.ts';
import { SetCollaboratorResolver } from './resolvers/mutation/set-collaborator.ts';
import { findTemplate } from './agent/templates.ts';
import './types/enums.ts';

/** The subgraph as federation sees it; needs no database. */
export function createAgentsSchema(): Promise<GraphQLSchema> {
  return buildSubgraph<AgentsContext>({
    name: 'agents',
    resolvers: [
      AgentFields,
      AgentDraftFields,
      AgentVersionFields,
      AgentConnectionFields,
      ModelFields,
      ModelProviderFields,
      ToolServerFields,
      ToolFields,
      GatewayCatalogFields,
      AgentSpecSchemaResolver,
      AgentTemplatesResolver,
      AgentTemplateFieldsResolver,
      AgentVersionForRunResolver,
      AgentVersionResolver,
      AgentResolver,
      AgentsResolver,
      CatalogForGatewayResolver,
      ModelProviderPresetsResolver,
      ModelProvidersResolver,
      ModelResolver,
      ModelsResolver,
      ToolServerResolver,
      ToolServersResolver,
      ToolServerDocumentResolver,
      ToolServerOffersResolver,
      RegistryServersResolver,
      TasServersResolver,
      ToolResolver,
      ToolsResolver,
      ValidateAgentResolver,
      AddModelProviderResolver,
      CreateAgentResolver,
      DeleteAgentResolver,
      DiscardAgentDraftResolver,
      PublishAgentResolver,
      RemoveModelProviderResolver,
      ReportModelsResolver,
      RestoreAgentVersionResolver,
      RollbackAgentResolver,
      SetAgentStatusResolver,
      UpdateAgentDraftResolver,
      UpdateAgentResolver,
      UpdateModelProviderResolver,
      UpdateModelResolver,
      CheckToolServerResolver,
      ConnectToolServerResolver,
      UpdateToolServerResolver,
      RemoveToolServerResolver,
      ImportToolServersResolver,
      RemoveToolServerOfferResolver,
      ApproveToolResolver,
      TryToolResolver,
      ReportToolServersResolver,
      RecordToolCallResolver,
      AgentEventsResolver,
      ListingFields,
      RatingFields,
      CollaborationRequestFields,
      ListingConnectionFields,
      ListingsResolver,
      ListingResolver,
      ClonePreviewResolver,
      ClonePreviewFields,
      CollaborationRequestsResolver,
      PublishListingResolver,
      WithdrawListingResolver,
      CloneAgentResolver,
      RateListingResolver,
      ReplyToRatingResolver,
      RequestCollaborationResolver,
      AnswerCollaborationRequestResolver,
      SetCollaboratorResolver,
    ],
    references: {
      Agent: ({ id }, context) => loadAgent(context, id),
      AgentVersion: ({ id }, context) => loadVisibleVersion(context, id),
      AgentTemplate: async ({ id }) => findTemplate(id),
      ModelProvider: ({ id }, context) => loadProvider(context, id),
      Model: ({ id }, context) => loadModel(context, id),
      ToolServer: ({ id }, context) => loadToolServer(context, id),
      Tool: ({ id }, context) => loadTool(context, id),
      Listing: ({ id }, context) => loadListing(context, id),
      Rating: ({ id }, context) => loadRating(context, id),
      CollaborationRequest: ({ id }, context) => loadRequest(context, id),
    },
  });
}
