import { cacheExchange, type Cache } from '@urql/exchange-graphcache';
import type { Exchange } from 'urql';

const embedded = (): null => null;

/** Types without an id live inside the object that holds them. */
const EMBEDDED_TYPES = [
  'AgentMatch',
  'AuditVerification',
  'Bottleneck',
  'Check',
  'Citation',
  'CredentialUse',
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
  'NotebookGrant',
  'NotebookSettings',
  'OptimizationOpportunity',
  'PageInfo',
  'PayloadPreview',
  'PermittedAction',
  'SearchHit',
  'SearchResult',
  'StepAttempt',
  'Upload',
  'UserError',
  'ValidationIssue',
  'ValidationReport',
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
      Role: (role) => (typeof role['key'] === 'string' ? role['key'] : null),
    },
    updates: {
      Mutation: {
        createAgent: (_result, _variables, cache) => invalidateLists(cache, 'agents'),
        deleteAgent: (_result, _variables, cache) => invalidateLists(cache, 'agents'),
        createNotebook: (_result, _variables, cache) => invalidateLists(cache, 'notebooks'),
        deleteNotebook: (_result, _variables, cache) => invalidateLists(cache, 'notebooks'),
        startConversation: (_result, _variables, cache) => invalidateLists(cache, 'conversations'),
        deleteConversation: (_result, _variables, cache) => invalidateLists(cache, 'conversations'),
        createApiKey: (_result, _variables, cache) => invalidateLists(cache, 'apiKeys'),
        addModelProvider: (_result, _variables, cache) => invalidateLists(cache, 'modelProviders', 'models'),
        removeModelProvider: (_result, _variables, cache) => invalidateLists(cache, 'modelProviders', 'models'),
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
