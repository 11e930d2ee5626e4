export { mcpGatewayConfig } from './config.ts';
export type { McpGatewayConfig } from './config.ts';
export { createMcpGateway } from './service.ts';
export type { McpGatewayParts } from './service.ts';
