import type { ServiceName, SubgraphName } from './service-names.ts';

export interface InternalOperation {
  owner: SubgraphName;
  callers: readonly ServiceName[];
}

/**
 * Who may send which document to whom, by operation name; the documents are in ../operations/internal/<owner>/<caller>-<name>.graphql.
 * Two services may call each other only by operations that do not call back.
 */
export const INTERNAL_OPERATIONS = {
  Authenticate: { owner: 'identity', callers: ['graphql-gateway'] },
  SealedCredential: { owner: 'identity', callers: ['llm-gateway', 'mcp-gateway'] },
  VaultKey: { owner: 'identity', callers: ['llm-gateway', 'mcp-gateway'] },
  AgentVersionForRun: { owner: 'agents', callers: ['executions'] },
  PublishedAgents: { owner: 'agents', callers: ['executions'] },
  AgentAccess: { owner: 'agents', callers: ['testing'] },
  EmbeddingModel: { owner: 'agents', callers: ['memory'] },
  CatalogForGateway: { owner: 'agents', callers: ['llm-gateway'] },
  ReportModels: { owner: 'agents', callers: ['llm-gateway'] },
  ToolCatalog: { owner: 'agents', callers: ['mcp-gateway'] },
  ReportToolServers: { owner: 'agents', callers: ['mcp-gateway'] },
  NotebookBySlug: { owner: 'memory', callers: ['agents'] },
  SearchForRun: { owner: 'memory', callers: ['executions'] },
} as const satisfies Record<string, InternalOperation>;

export type InternalOperationName = keyof typeof INTERNAL_OPERATIONS;
