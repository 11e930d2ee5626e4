export { llmGatewayConfig } from './config.ts';
export type { ConfiguredProvider, LlmGatewayConfig } from './config.ts';
export { createLlmGateway } from './service.ts';
export type { LlmGatewayParts } from './service.ts';
