export interface LabelFacts {
  /** The one package that writes nodes of this label; its Cypher lives in that package's `db/` only. */
  owner: string;
  /** Beside `tenantId`, which every node has. A name that ends in `*` stands for a family: one property per embedding space. */
  properties: string;
}

/** Every label of the graph. Properties are listed as words in one text, in the order in which a reader asks for them. */
export const GRAPH_LABELS = {
  // identity
  Tenant: identity('id name slug demo createdAt lock'),
  User: identity(
    'id email name avatarUrl jobTitle roleKey departmentId expertise namedInEvidence status passwordHash createdAt updatedAt lastSeenAt',
  ),
  Department: identity('id name description createdAt lock'),
  Team: identity('id name departmentId createdAt lock'),
  Role: identity('id key name description permissions builtIn'),
  ServiceAccount: identity('id name roleKey createdAt'),
  Session: identity('id userId tokenHash userAgent ipAddress createdAt lastSeenAt expiresAtMs revokedAt'),
  SignInLink: identity('id userId tokenHash purpose createdAt expiresAtMs usedAt lock'),
  ApiKey: identity(
    'id name prefix secretHash scopes userId serviceAccountId requestsPerMinute tokensPerMinute models tools createdAt expiresAtMs lastUsedAt revokedAt',
  ),
  ConnectedApp: identity(
    'id userId clientId clientName redirectUri resource scopes codeHash codeChallenge codeExpiresAtMs codeUsedAt accessHash accessScopes accessExpiresAtMs familyHash refreshHash createdAt expiresAtMs lastUsedAt revokedAt lock',
  ),
  Credential: identity(
    'id name kind sealed lastFour scopes askedScopes refusedScopes ownerId shared toolServerId address version vaultKeyId status expiresAt lastUsedAt createdAt updatedAt',
  ),
  CredentialUse: identity('credentialId objectType objectId name lastUsedAt'),
  ModelKey: identity('id userId providerId address sealed vaultKeyId version lastFour createdAt updatedAt lastUsedAt'),
  VaultKey: identity('id version wrappedKey algorithm createdAt retiredAt'),
  AuditEvent: identity(
    'id seq at userId serviceAccountId action objectType objectId before after ipAddress requestId eventId previousHash hash',
  ),
  AuditHead: identity('id seq hash signature checkpointAt lock'),

  // agents
  Agent: agents(
    'id slug name description useCase tags type kind status visibility audience ownerId publishedVersionId versionCount lastSeq createdAt updatedAt',
  ),
  AgentDraft: agents('id agentId revision spec layout pins updatedAt updatedById'),
  AgentVersion: agents('id agentId number spec layout hash notes publishedById publishedAt'),
  AgentEvent: agents('id agentId seq at name data'),
  AgentTemplate: agents('id slug name description useCase kind spec'),
  Listing: agents(
    'id agentId versionId summary visibility audience departmentId modelSlugs notebookSlugs toolNames sampleExecutionIds searchText textHash embedding_* ratingSum ratingCount cloneCount createdAt updatedAt lock',
  ),
  Rating: agents('id listingId userId stars text reply repliedAt createdAt updatedAt'),
  CollaborationRequest: agents('id agentId requesterId role message status answeredById answer createdAt answeredAt'),
  AgentUse: agents('agentId actorId executionIds lastEndedAt'),
  Provider: agents(
    'id slug name protocol baseUrl credentialId status lastError checkedAt enabled allowOwnKeys builtIn revision createdAt updatedAt',
  ),
  LLM: agents(
    'id slug name providerId capabilities contextWindow maximumOutputTokens status enabled builtIn requestsPerMinute tokensPerMinute retiresAt inputPricePerMillion outputPricePerMillion cachedInputPricePerMillion revision createdAt updatedAt',
  ),
  ModelPrice: agents('id modelId inputPricePerMillion outputPricePerMillion cachedInputPricePerMillion validFrom'),
  CatalogHead: agents('id revision removed'),
  ToolServer: agents(
    'id slug name kind transport url command arguments documentUrl documentHash offerSlug settings settingsRevision importedServer credentialId credentialPerUser status lastError checkedAt protocolRevision enabled quarantine revision createdAt updatedAt',
  ),
  ToolServerDocument: agents('serverId text'),
  ImportedToolServer: agents('name server importedAt importedById'),
  Tool: agents(
    'id slug name serverId title description inputSchema outputSchema annotations effect approval definitionHash findings approvedHash listed createdAt updatedAt',
  ),

  // memory
  Notebook: memory(
    'id slug name domain description visibility sharedWith audience ownerId editorIds embeddingModelId embeddingModelSlug embeddingSpace passageTokens overlapTokens documentCount passageCount createdAt updatedAt lock',
  ),
  NotebookGrant: memory('id notebookId userId role since'),
  Document: memory(
    'id notebookId title mimeType bytes sha256 blobKey textKey status progress errorCode errorMessage errorStage errorRetryable errorHint pageCount passageCount addedById generation queue dueAtMs claimedBy fence attempts deletedAt createdAt updatedAt lock',
  ),
  Passage: memory(
    'id notebookId documentId position text headingPath page startOffset endOffset generation embedding_*',
  ),
  Upload: memory(
    'id notebookId userId name mimeType bytes sha256 blobKey receivedBytes receivedSha256 expiresAtMs createdAt completedAt lock',
  ),

  // executions
  Execution: executions(
    'id agentId versionId pinned status executor origin priority queue startedById parentId parentStepKey rootId dueParentId redriveOfId redrivenById depth depthLimit conversationId triggerId deliveryId turn output citations error createdAt startedAt endedAt notBeforeMs overdueAtMs deadlineAtMs waitsSinceMs waitedMs calledWaitedMs spent childrenSpent mayHaveSpent unpriced totalTokens owner epoch fence crashes attempt lastSeq flush waitBase waitGoesOn cancelRequestedAtMs cancelReason durationMs satisfaction ratingComment ratedById ratedAt shownTo listingId search content lock',
  ),
  ExecutionLog: executions(''),
  PinnedText: executions('hash text'),
  Step: executions(
    'id executionId key parentId nodeId type name status attempt attempts effect toolId toolSlug idempotencyKey inputHash position startedAt startedAtMs durationMs details input prompt result cost unpriced promptTokens completionTokens cachedTokens modelId modelSlug promptPrefix spanId error signal dueAtMs settledBase settledWakes lock',
  ),
  Approval: executions(
    'id executionId stepId stepKey startedById question proposed proposedHash editable tool effect status createdAt expiresAtMs decidedById decidedAt decidedBase decidedWakes comment lock',
  ),
  Artifact: executions(
    'id executionId stepId stepKey agentId startedById conversationId series name kind mimeType bytes sha256 blobKey version createdAt',
  ),
  ArtifactSeries: executions('series name versions lock'),
  ExecutionEvent: executions('executionId seq at name data'),
  Worker: executions('id epoch leaseUntilMs queues startedAt lock'),
  AgentProbe: executions('agentId status detail checkedAt'),
  Conversation: executions('id title agentId ownerId turns createdAt updatedAt deletedAt lock'),
  Message: executions('id conversationId position role text citations executionId createdAt'),
  UsageEntry: executions(
    'id executionId stepId attempt agentId startedById modelId promptTokens completionTokens cachedTokens cost unpriced at callId apiKeyId model operation durationMs errorCode ownKey',
  ),

  Budget: executions('id key scope subjectId period limit action spent periodKey createdAt updatedAt lock'),
  BudgetSlice: executions('id budgetId periodKey amount used held version expiresAtMs sharedId'),

  Trigger: executions(
    'id agentId versionId name type revision enabled configuration authentication filter mapping deduplicationKey ratePerMinute budgetPerRun onFailure failureLimit failures lastError lastDeliveryAt secret secretVersion previousSecret previousSecretEndsAtMs createdById scopes createdAt updatedAt deletedAt lock',
  ),
  Delivery: executions(
    'id triggerId status stages headers body input executionId replayOfId ipAddress receivedAt dueAtMs attempts isNew',
  ),

  PushNotificationConfig: executions(
    'id taskId configId queue url scheme sealed sealedVersion seq attempts fence lastError dueAtMs createdAt endedAt isGivenUp lock',
  ),

  // testing
  TestSuite: testing('id agentId name description gate passThreshold createdById createdAt updatedAt'),
  TestCase: testing('id suiteId name input checks position createdAt'),
  Comparison: testing(
    'id agentId agentSlug draftRevision name status pinned variants cases judge blind mockTools budget spent unpriced recommendation startedById runAs createdAt endedAt lastSeq queue dueAtMs claimedBy fence attempts lock',
  ),
  Cell: testing(
    'id comparisonId variantId caseId position status round executionId score passed reasoning checks durationMs firstTokenMs cost unpriced totalTokens reserved votes',
  ),
  ComparisonEvent: testing('comparisonId seq name at data'),

  // intelligence
  AgentStatistics: intelligence('agentId runCount succeeded medianCost medianDurationMs computedAtMs dueAtMs'),

  SuccessPattern: intelligence(
    'id useCase key summary modelIds agents runs succeeded lift confidence medianCost updatedAt',
  ),

  // common/graph, in the name of the service that uses it
  OutboxLane: graph('lane position lock'),
  OutboxEvent: graph('lane position type subject at actorId requestId data'),
  Cursor: graph('consumer lane position'),
  Migration: graph('owner version name appliedAt'),
  IdempotencyKey: graph('actor operation key inputHash resultId expiresAtMs isNew lock'),
} as const satisfies Record<string, LabelFacts>;

export type GraphLabel = keyof typeof GRAPH_LABELS;

function identity(properties: string): LabelFacts {
  return { owner: '@aether/identity', properties };
}

function agents(properties: string): LabelFacts {
  return { owner: '@aether/agents', properties };
}

function memory(properties: string): LabelFacts {
  return { owner: '@aether/memory', properties };
}

function executions(properties: string): LabelFacts {
  return { owner: '@aether/executions', properties };
}

function testing(properties: string): LabelFacts {
  return { owner: '@aether/testing', properties };
}

function intelligence(properties: string): LabelFacts {
  return { owner: '@aether/intelligence', properties };
}

function graph(properties: string): LabelFacts {
  return { owner: '@aether/common', properties };
}
