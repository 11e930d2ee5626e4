import type { OperationHandlers } from '@aether/test-support';

/** A model as the catalog of agents tells it. */
export const catalogModel = (name: string, changes: object = {}) => ({
  id: `mdl_${name}`,
  slug: `acme/${name}`,
  name,
  capabilities: ['CHAT'],
  contextWindow: null,
  maximumOutputTokens: null,
  inputPricePerMillion: null,
  outputPricePerMillion: null,
  cachedInputPricePerMillion: null,
  unpriced: true,
  status: 'HEALTHY',
  enabled: true,
  builtIn: false,
  requestsPerMinute: null,
  tokensPerMinute: null,
  retiresAt: null,
  ...changes,
});

/** A provider as the catalog of agents tells it. */
export const catalogProvider = (slug: string, changes: object = {}) => ({
  id: `prv_${slug}`,
  slug,
  name: slug,
  protocol: 'OPENAI',
  preset: null,
  baseUrl: null,
  enabled: true,
  allowOwnKeys: false,
  status: 'UNKNOWN',
  credential: null,
  models: [],
  ...changes,
});

/** Every tenant has these providers. */
export const catalogOf = (...providers: readonly object[]): OperationHandlers => ({
  CatalogForGateway: () => ({ catalogForGateway: { revision: 1, removedIds: [], providers } }),
  ReportModels: () => ({ reportModels: { revision: 1, userErrors: [] } }),
});
