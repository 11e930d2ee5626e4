import { agentsConfig, createAgentsService } from '@aether/agents';
import type { Environment, Service, ServiceParts } from '@aether/common/service';
import { createExecutionsService, executionsConfig } from '@aether/executions';
import { createIntelligenceService, intelligenceConfig } from '@aether/intelligence';
import { createLlmGateway, llmGatewayConfig } from '@aether/llm-gateway';
import { createMcpGateway, mcpGatewayConfig } from '@aether/mcp-gateway';
import { createMemoryService, memoryConfig } from '@aether/memory';
import { createTestingService, testingConfig } from '@aether/testing';

/** How a service comes into being: its own reader of the environment, then its own root. */
export interface ServiceEntry {
  readonly name: string;
  readonly create: (environment: Environment, parts: ServiceParts) => Promise<Service>;
}

/** Every service behind the GraphQL gateway, in the order in which they start; identity, which starts first, apart. */
export const SERVICE_LIST: readonly ServiceEntry[] = [
  { name: 'llm-gateway', create: (environment, parts) => createLlmGateway(llmGatewayConfig(environment), parts) },
  { name: 'mcp-gateway', create: async (environment, parts) => createMcpGateway(mcpGatewayConfig(environment), parts) },
  { name: 'agents', create: (environment, parts) => createAgentsService(agentsConfig(environment), parts) },
  { name: 'memory', create: (environment, parts) => createMemoryService(memoryConfig(environment), parts) },
  { name: 'executions', create: (environment, parts) => createExecutionsService(executionsConfig(environment), parts) },
  { name: 'testing', create: (environment, parts) => createTestingService(testingConfig(environment), parts) },
  {
    name: 'intelligence',
    create: (environment, parts) => createIntelligenceService(intelligenceConfig(environment), parts),
  },
];
