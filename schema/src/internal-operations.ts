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
  SealedOwnCredential: { owner: 'identity', callers: ['mcp-gateway'] },
  AskForScopes: { owner: 'identity', callers: ['mcp-gateway'] },
  OwnModelKeys: { owner: 'identity', callers: ['llm-gateway'] },
  SealedModelKey: { owner: 'identity', callers: ['llm-gateway'] },
  CredentialForHost: { owner: 'identity', callers: ['executions'] },
  DepartmentNames: { owner: 'identity', callers: ['agents'] },
  JobTitles: { owner: 'identity', callers: ['agents'] },
  VaultKey: { owner: 'identity', callers: ['llm-gateway', 'mcp-gateway', 'executions'] },
  PrincipalOfUser: { owner: 'identity', callers: ['executions'] },
  BudgetSubject: { owner: 'identity', callers: ['executions'] },
  BudgetKey: { owner: 'identity', callers: ['executions'] },
  AgentVersionForRun: { owner: 'agents', callers: ['executions', 'testing'] },
  PublishedAgents: { owner: 'agents', callers: ['executions'] },
  AgentProfile: { owner: 'agents', callers: ['executions'] },
  AgentAccess: { owner: 'agents', callers: ['testing', 'executions'] },
  ModelForComparison: { owner: 'agents', callers: ['testing'] },
  ModelPrice: { owner: 'agents', callers: ['executions'] },
  ModelNames: { owner: 'agents', callers: ['executions'] },
  ModelsToCompare: { owner: 'agents', callers: ['testing'] },
  DraftForPromotion: { owner: 'agents', callers: ['testing'] },
  PromoteToDraft: { owner: 'agents', callers: ['testing'] },
  EmbeddingModel: { owner: 'agents', callers: ['memory'] },
  CatalogForGateway: { owner: 'agents', callers: ['llm-gateway'] },
  ReportModels: { owner: 'agents', callers: ['llm-gateway'] },
  ProvidersForOwnKeys: { owner: 'agents', callers: ['identity'] },
  ToolServerForConsent: { owner: 'agents', callers: ['identity'] },
  ToolCatalog: { owner: 'agents', callers: ['mcp-gateway'] },
  ToolServerDocument: { owner: 'agents', callers: ['mcp-gateway'] },
  RecordToolCall: { owner: 'agents', callers: ['mcp-gateway', 'executions'] },
  ReportToolServers: { owner: 'agents', callers: ['mcp-gateway'] },
  NotebookBySlug: { owner: 'memory', callers: ['agents'] },
  NotebooksForCloning: { owner: 'memory', callers: ['agents'] },
  RunForTest: { owner: 'executions', callers: ['testing'] },
  RunProgress: { owner: 'executions', callers: ['testing'] },
  RunInput: { owner: 'executions', callers: ['testing'] },
  UsualUsage: { owner: 'executions', callers: ['testing'] },
  CancelRun: { owner: 'executions', callers: ['testing'] },
  ComparedModels: { owner: 'testing', callers: ['executions'] },
  SearchForRun: { owner: 'memory', callers: ['executions'] },
  BudgetsOfKey: { owner: 'executions', callers: ['identity'] },
  TakeBudgetSlice: { owner: 'executions', callers: ['llm-gateway'] },
  RecordUsage: { owner: 'executions', callers: ['llm-gateway'] },
  CostOfMonth: { owner: 'executions', callers: ['agents'] },
  ShareableExecutions: { owner: 'executions', callers: ['agents'] },
} as const satisfies Record<string, InternalOperation>;

export type InternalOperationName = keyof typeof INTERNAL_OPERATIONS;
