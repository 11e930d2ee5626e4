import { graphql, type DocumentType } from '../../gql/index.ts';

export const ModelProvidersDocument = graphql(`
  query ModelProviders {
    modelProviders {
      id
      slug
      name
      protocol
      baseUrl
      status
      lastError
      enabled
      allowOwnKeys
      health {
        state
        calls
        successRate
        latencyP50Ms
        latencyP95Ms
        firstTokenP50Ms
        firstTokenP95Ms
        inFlight
        lastSuccessAt
        lastError {
          code
          message
          at
        }
        rateLimitedUntil
        openModels
        openUntil
      }
      models {
        id
        slug
        builtIn
        enabled
        unpriced
        inputPricePerMillion
        outputPricePerMillion
        cachedInputPricePerMillion
        contextWindow
        maximumOutputTokens
        requestsPerMinute
        tokensPerMinute
        capabilities
      }
    }
  }
`);

export type ConfiguredModel = DocumentType<typeof ModelProvidersDocument>['modelProviders'][number]['models'][number];
