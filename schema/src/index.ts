export { AGENT_TEMPLATES } from './agent-templates.ts';
export type { AgentTemplateFacts } from './agent-template-facts.ts';
export type { AgentTemplateSlug } from './agent-templates.ts';
export { AGENT_TOOLS, agentOfTool } from './agent-of-tool.ts';
export { agentSpecJsonSchema } from './agent-spec-json-schema.ts';
export { agentSpecSchema } from './agent-spec.ts';
export type { AgentSpec, AgentSpecInput } from './agent-spec.ts';
export type { SpecIssue, SpecIssueCode } from './agent-spec-issue.ts';
export { ARTIFACT_FORMATS, ARTIFACT_KINDS, DOCUMENT_FORMATS } from './artifact-formats.ts';
export type { ArtifactFormat, ArtifactFormatFacts, ArtifactKind, DocumentFormat } from './artifact-formats.ts';
export { auditFactsSchema } from './audit-facts.ts';
export type { AuditFacts } from './audit-facts.ts';
export { canonicalJson } from './canonical-json.ts';
export { isPromptKind, PROMPT_INPUT } from './check-agent-spec.ts';
export { checkFlowEdges } from './check-flow-edges.ts';
export { cleanText } from './clean-text.ts';
export { ENDPOINT_LANGUAGE, endpointExpressionsOf, LEGACY_PROTOCOLS } from './endpoint.ts';
export type { Endpoint, EndpointOf } from './endpoint.ts';
export { ERROR_CODES, isErrorCode } from './error-codes.ts';
export { EFFECT_OF_METHOD, HTTP_METHODS } from './http-call.ts';
export type { HttpMethod } from './http-call.ts';
export { hasPattern } from './has-pattern.ts';
export type { ErrorCode, ErrorFacts } from './error-codes.ts';
export { AGENT_EVENTS, COMPARISON_EVENTS, DOMAIN_EVENTS, EXECUTION_EVENTS, isDomainEventType } from './event-types.ts';
export type {
  AgentEventName,
  ComparisonEventName,
  DomainEventFacts,
  DomainEventType,
  ExecutionEventName,
  StreamEventFacts,
} from './event-types.ts';
export { flowSchema } from './flow.ts';
export type { Flow, FlowEdge } from './flow.ts';
export { flowExpressionsOf } from './flow-expressions.ts';
export type { FlowExpression } from './flow-expressions.ts';
export { FlowGraph } from './flow-graph.ts';
export type { GraphEdge } from './flow-graph.ts';
export { FLOW_LANGUAGE } from './flow-nodes.ts';
export type { FlowNode, FlowNodeOf, FlowNodeType } from './flow-nodes.ts';
export { ERROR_PORT, OTHERWISE_PORT, portsOf } from './flow-ports.ts';
export { GRAPH_LABELS } from './graph-labels.ts';
export type { GraphLabel, LabelFacts } from './graph-labels.ts';
export { GRAPH_RELATIONSHIPS, isGraphLabel, isGraphRelationship } from './graph.ts';
export type { GraphRelationship, RelationshipFacts } from './graph.ts';
export { createIdSource, ID_PREFIXES, isId } from './ids.ts';
export type { IdPrefix, IdSource, IdSourceParts } from './ids.ts';
export { fillHttpTool } from './http-tools/fill-http-tool.ts';
export type { HttpTool, HttpTools, ReadHttpTools } from './http-tools/http-tool.ts';
export { httpEndpointAddress, readHttpEndpoint } from './http-tools/read-http-endpoint.ts';
export { openApiAddress, readOpenApi } from './http-tools/read-open-api.ts';
export { allowedOffersSchema, isOfferAllowed, nameForOperator, packageNames } from './tool-offers/allowed-offers.ts';
export type { AllowedOffers } from './tool-offers/allowed-offers.ts';
export { offeredProgram } from './tool-offers/offered-program.ts';
export { readRegistry } from './tool-offers/read-registry.ts';
export type { RegistryReading } from './tool-offers/read-registry.ts';
export type { RegistryEntry, RegistryProblem } from './tool-offers/registry-entry.ts';
export { serverJsonSchema } from './tool-offers/server-json.ts';
export type { ServerJson } from './tool-offers/server-json.ts';
export { KNOWN_TOOL_OFFERS, settingsSchema, toolOffer } from './tool-offers/tool-offer.ts';
export type { ToolOffer } from './tool-offers/tool-offer.ts';
export { INTERNAL_OPERATIONS } from './internal-operations.ts';
export type { InternalOperation, InternalOperationName } from './internal-operations.ts';
export { isRecord } from './json-value.ts';
export type { JsonObject, JsonValue } from './json-value.ts';
export {
  BUDGETS_CHANNEL,
  CATALOG_CHANNEL,
  callerLeftChannel,
  LLM_HEALTH_CHANNEL,
  REVOCATION_CHANNEL,
} from './live-channels.ts';
export { inMarks } from './in-marks.ts';
export type { TextMarks } from './in-marks.ts';
export { MCP_META } from './mcp-meta.ts';
export { parseAgentSpec } from './parse-agent-spec.ts';
export type { ParsedAgentSpec } from './parse-agent-spec.ts';
export { isPermission, PERMISSIONS } from './permissions.ts';
export type { Permission } from './permissions.ts';
export { fillPlaceholders, placeholdersOf } from './placeholders.ts';
export type { Placeholder } from './placeholders.ts';
export { isProviderPresetKey } from './is-provider-preset-key.ts';
export { effectiveAddress } from './effective-address.ts';
export { PROVIDER_PRESETS } from './provider-presets.ts';
export type { ProviderPreset, ProviderPresetKey } from './provider-presets.ts';
export type { Produces } from './produces.ts';
export { isOAuthScope, OAUTH_SCOPES } from './oauth-scopes.ts';
export type { OAuthScope } from './oauth-scopes.ts';
export { acceptsAccessToken, protectedResource, resourceOfRoute } from './protected-resources.ts';
export type { ProtectedResource } from './protected-resources.ts';
export { PUBLIC_HEADERS, PUBLIC_ROUTES } from './public-routes.ts';
export type { ErrorForm, PublicRoute } from './public-routes.ts';
export { BUILT_IN_ROLES, isBuiltInRoleKey } from './roles.ts';
export type { BuiltInRole, BuiltInRoleKey } from './roles.ts';
export { isServiceName, SERVICES, SUBGRAPH_NAMES } from './service-names.ts';
export type { PackageName, ServiceName, SubgraphName } from './service-names.ts';
export { toldErrorCode } from './told-error-code.ts';
export { toolAccessSignal } from './tool-access-signal.ts';
export { matchesModel, MODEL_PATTERN } from './model-patterns.ts';
export { isTasServerAddress, tasServerAddress, tasServersAddress } from './tas-server-address.ts';
export { toolNameOf } from './tool-name.ts';
export { toolProgramOf, toolProgramsSchema } from './tool-programs.ts';
export type { ToolProgram } from './tool-programs.ts';
export { writingTools } from './writing-tools.ts';
export {
  AuthenticateDocument,
  CredentialForHostDocument,
  DepartmentNamesDocument,
  JobTitlesDocument,
  BudgetKeyDocument,
  BudgetSubjectDocument,
  PrincipalOfUserDocument,
  AskForScopesDocument,
  OwnModelKeysDocument,
  SealedCredentialDocument,
  SealedModelKeyDocument,
  SealedOwnCredentialDocument,
  VaultKeyDocument,
} from './generated/internal/identity/graphql.ts';
export type {
  AuthenticateQuery,
  CredentialForHostQuery,
  CredentialKind,
  SealedCredentialQuery,
  VaultKeyQuery,
} from './generated/internal/identity/graphql.ts';
export {
  AgentAccessDocument,
  AgentProfileDocument,
  AgentVersionForRunDocument,
  CatalogForGatewayDocument,
  DraftForPromotionDocument,
  EmbeddingModelDocument,
  ModelForComparisonDocument,
  ModelNamesDocument,
  ModelPriceDocument,
  ModelsToCompareDocument,
  PromoteToDraftDocument,
  PublishedAgentsDocument,
  ReportModelsDocument,
  RecordToolCallDocument,
  ReportToolServersDocument,
  ToolCatalogDocument,
  ToolServerDocumentDocument,
  ProvidersForOwnKeysDocument,
  ToolServerForConsentDocument,
} from './generated/internal/agents/graphql.ts';
export type {
  AgentAccessQuery,
  AgentVersionForRunQuery,
  CatalogForGatewayQuery,
  EmbeddingModelQuery,
  HealthStatus,
  ModelCapability,
  ModelProviderReportInput,
  ModelReportInput,
  ReportModelsInput,
  ReportModelsMutation,
  ReportToolServersInput,
  ToolCatalogQuery,
  ToolReportInput,
  ToolServerForConsentQuery,
  ToolServerReportInput,
} from './generated/internal/agents/graphql.ts';
export {
  NotebookBySlugDocument,
  NotebooksForCloningDocument,
  SearchForRunDocument,
} from './generated/internal/memory/graphql.ts';
export {
  BudgetsOfKeyDocument,
  CancelRunDocument,
  CostOfMonthDocument,
  RecordUsageDocument,
  RunForTestDocument,
  RunInputDocument,
  RunProgressDocument,
  ShareableExecutionsDocument,
  TakeBudgetSliceDocument,
  UsualUsageDocument,
} from './generated/internal/executions/graphql.ts';
export { ComparedModelsDocument } from './generated/internal/testing/graphql.ts';
export type {
  NotebookBySlugQuery,
  SearchForRunInput,
  SearchForRunQuery,
  SearchMode,
} from './generated/internal/memory/graphql.ts';
export { allowsTool, allowsToolServer, TOOL_PATTERN } from './tool-patterns.ts';
