export { graphqlGatewayConfig } from './config.ts';
export type { GraphqlGatewayConfig } from './config.ts';
export { HttpTransport } from './federation/http-transport.ts';
export { InProcessTransport } from './federation/in-process-transport.ts';
export type { SubgraphTransport } from './federation/subgraph-transport.ts';
export type { GatewayContext } from './gateway-context.ts';
export { createGraphqlGateway } from './graphql-gateway.ts';
export type { GraphqlGateway, GraphqlGatewayParts } from './graphql-gateway.ts';
