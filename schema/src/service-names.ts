/** Every service: its package, the port of its own process, and whether it is a subgraph of the supergraph. */
export const SERVICES = {
  'graphql-gateway': { packageName: '@aether/graphql-gateway', port: 8080, subgraph: false },
  identity: { packageName: '@aether/identity', port: 8081, subgraph: true },
  agents: { packageName: '@aether/agents', port: 8082, subgraph: true },
  intelligence: { packageName: '@aether/intelligence', port: 8083, subgraph: true },
  memory: { packageName: '@aether/memory', port: 8084, subgraph: true },
  executions: { packageName: '@aether/executions', port: 8085, subgraph: true },
  testing: { packageName: '@aether/testing', port: 8086, subgraph: true },
  'llm-gateway': { packageName: '@aether/llm-gateway', port: 8091, subgraph: false },
  'mcp-gateway': { packageName: '@aether/mcp-gateway', port: 8092, subgraph: false },
} as const satisfies Record<string, { packageName: string; port: number; subgraph: boolean }>;

export type ServiceName = keyof typeof SERVICES;

export type PackageName = (typeof SERVICES)[ServiceName]['packageName'];

/** In the order in which they compose. */
export const SUBGRAPH_NAMES = ['identity', 'agents', 'executions', 'memory', 'testing', 'intelligence'] as const;

export type SubgraphName = (typeof SUBGRAPH_NAMES)[number];

export function isServiceName(value: unknown): value is ServiceName {
  return typeof value === 'string' && Object.hasOwn(SERVICES, value);
}
