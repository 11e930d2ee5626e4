import { cacheExchange, type Cache } from '@urql/exchange-graphcache';
import type { Exchange } from 'urql';
import { isRecord } from '../json/is-record.ts';

const embedded = (): null => null;

/** Types without an id live inside the object that holds them. */
const EMBEDDED_TYPES = [
  'AgentHealth',
  'AgentMatch',
  'AuditVerification',
  'AuthorizationRequest',
  'BindingOption',
  'Bottleneck',
  'Check',
  'Citation',
  'CloneItem',
  'ClonePreview',
  'Collaborator',
  'ComparisonProposal',
  'ConnectedAppScope',
  'CostEstimate',
  'CredentialUse',
  'DeliveryStage',
  'Diagnosis',
  'DocumentError',
  'DraftConflict',
  'Evidence',
  'ExecutionChain',
  'ExecutionError',
  'ExecutionRating',
  'ExecutionSummary',
  'ExpertMatch',
  'Highlight',
  'Judge',
  'ListingFacet',
  'ListingFacetValue',
  'MappingIssue',
  'MappingPreview',
  'ModelProviderFault',
  'ModelProviderHealth',
  'NotebookGrant',
  'NotebookSettings',
  'OptimizationOpportunity',
  'PageInfo',
  'PayloadPreview',
  'PermittedAction',
  'PromotionPreview',
  'Recommendation',
  'RegistryProblem',
  'RegistryServer',
  'Requirement',
  'SearchHit',
  'SearchResult',
  'StepAttempt',
  'TasServer',
  'Upload',
  'UsageRow',
  'UserError',
  'ValidationIssue',
  'ValidationReport',
  'VariantCostEstimate',
  'VariantProposal',
  'VariantStatistics',
  'Viewer',
] as const;

/** The normalized cache: an object that comes with any answer is new everywhere it is shown. */
export function normalizedCache(): Exchange {
  return cacheExchange({
    keys: {
      ...Object.fromEntries(EMBEDDED_TYPES.map((name) => [name, embedded])),
      AgentDraft: (draft) => {
        const agent: unknown = draft['agent'];
        return typeof agent === 'object' && agent !== null && 'id' in agent ? String(agent.id) : null;
      },
      ModelProviderPreset: (preset) => (typeof preset['key'] === 'string' ? preset['key'] : null),
      ToolServerOffer: (offer) => (typeof offer['slug'] === 'string' ? offer['slug'] : null),
      Role: (role) => (typeof role['key'] === 'string' ? role['key'] : null),
    },
    updates: {
      Mutation: {
        createAgent: (_result, _variables, cache) => invalidateLists(cache, 'agents'),
        deleteAgent: (_result, _variables, cache) => invalidateLists(cache, 'agents', 'listings'),
        cloneAgent: (_result, _variables, cache) => invalidateLists(cache, 'agents', 'listings'),
        publishListing: (_result, _variables, cache) => invalidateLists(cache, 'listings'),
        withdrawListing: (result, _variables, cache) => {
          invalidateLists(cache, 'listings');
          const gone = isRecord(result['withdrawListing']) ? result['withdrawListing']['deletedId'] : null;
          if (typeof gone === 'string') cache.invalidate({ __typename: 'Listing', id: gone });
        },
        requestCollaboration: (_result, _variables, cache) => invalidateLists(cache, 'collaborationRequests'),
        answerCollaborationRequest: (_result, _variables, cache) => invalidateLists(cache, 'collaborationRequests'),
        createComparison: (_result, _variables, cache) => invalidateLists(cache, 'comparisons'),
        createNotebook: (_result, _variables, cache) => invalidateLists(cache, 'notebooks'),
        deleteNotebook: (_result, _variables, cache) => invalidateLists(cache, 'notebooks'),
        startConversation: (_result, _variables, cache) => invalidateLists(cache, 'conversations'),
        deleteConversation: (_result, _variables, cache) => invalidateLists(cache, 'conversations'),
        createApiKey: (_result, _variables, cache) => invalidateLists(cache, 'apiKeys'),
        addModelProvider: (_result, _variables, cache) => invalidateLists(cache, 'modelProviders', 'models'),
        removeModelProvider: (_result, _variables, cache) => invalidateLists(cache, 'modelProviders', 'models'),
        createTrigger: (_result, _variables, cache) => invalidateLists(cache, 'triggers'),
        deleteTrigger: (_result, _variables, cache) => invalidateLists(cache, 'triggers'),
        connectToolServer: (_result, _variables, cache) =>
          invalidateLists(cache, 'toolServers', 'toolServerOffers', 'tools'),
        importToolServers: (_result, _variables, cache) => invalidateLists(cache, 'toolServerOffers'),
        removeToolServerOffer: (_result, _variables, cache) => invalidateLists(cache, 'toolServerOffers'),
        updateToolServer: (_result, _variables, cache) => invalidateLists(cache, 'tools'),
        removeToolServer: (_result, _variables, cache) =>
          invalidateLists(cache, 'toolServers', 'toolServer', 'toolServerOffers', 'tools'),
        approveTool: (_result, _variables, cache) => invalidateLists(cache, 'tools'),
        revokeConnectedApp: (_result, _variables, cache) => invalidateLists(cache, 'connectedApps'),
        revokeSession: (_result, _variables, cache) => invalidateLists(cache, 'viewer'),
      },
    },
  });
}

/** Every page of a root list, whatever its arguments. */
function invalidateLists(cache: Cache, ...fieldNames: readonly string[]): void {
  for (const field of cache.inspectFields('Query')) {
    if (fieldNames.includes(field.fieldName)) cache.invalidate('Query', field.fieldKey);
  }
}
