import type { Migrations } from '@aether/common/graph';

export const agentsMigrations: Migrations = {
  owner: 'agents',
  steps: [
    {
      version: 1,
      name: 'keys and lists of agents and of the model catalog',
      statements: [
        'CREATE CONSTRAINT agent_id IF NOT EXISTS FOR (n:Agent) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT agent_slug IF NOT EXISTS FOR (n:Agent) REQUIRE (n.tenantId, n.slug) IS UNIQUE',
        'CREATE INDEX agent_list IF NOT EXISTS FOR (n:Agent) ON (n.tenantId, n.updatedAt)',
        'CREATE CONSTRAINT agent_draft_agent IF NOT EXISTS FOR (n:AgentDraft) REQUIRE n.agentId IS UNIQUE',
        'CREATE CONSTRAINT agent_version_id IF NOT EXISTS FOR (n:AgentVersion) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT agent_version_number IF NOT EXISTS FOR (n:AgentVersion) REQUIRE (n.agentId, n.number) IS UNIQUE',
        'CREATE CONSTRAINT agent_event_seq IF NOT EXISTS FOR (n:AgentEvent) REQUIRE (n.agentId, n.seq) IS UNIQUE',
        'CREATE CONSTRAINT provider_id IF NOT EXISTS FOR (n:Provider) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT provider_slug IF NOT EXISTS FOR (n:Provider) REQUIRE (n.tenantId, n.slug) IS UNIQUE',
        'CREATE CONSTRAINT llm_id IF NOT EXISTS FOR (n:LLM) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT llm_slug IF NOT EXISTS FOR (n:LLM) REQUIRE (n.tenantId, n.slug) IS UNIQUE',
        'CREATE INDEX llm_provider IF NOT EXISTS FOR (n:LLM) ON (n.providerId)',
        'CREATE INDEX model_price_model IF NOT EXISTS FOR (n:ModelPrice) ON (n.modelId, n.validFrom)',
        'CREATE CONSTRAINT catalog_head_tenant IF NOT EXISTS FOR (n:CatalogHead) REQUIRE n.tenantId IS UNIQUE',
      ],
    },
    {
      version: 2,
      name: 'keys and lists of the tool catalog',
      statements: [
        'CREATE CONSTRAINT tool_server_id IF NOT EXISTS FOR (n:ToolServer) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT tool_server_slug IF NOT EXISTS FOR (n:ToolServer) REQUIRE (n.tenantId, n.slug) IS UNIQUE',
        'CREATE CONSTRAINT tool_id IF NOT EXISTS FOR (n:Tool) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT tool_slug IF NOT EXISTS FOR (n:Tool) REQUIRE (n.tenantId, n.slug) IS UNIQUE',
        'CREATE INDEX tool_server IF NOT EXISTS FOR (n:Tool) ON (n.serverId)',
      ],
    },
    {
      version: 3,
      name: 'marketplace: listings, ratings, collaboration',
      statements: [
        'CREATE CONSTRAINT listing_id IF NOT EXISTS FOR (n:Listing) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT listing_agent IF NOT EXISTS FOR (n:Listing) REQUIRE (n.tenantId, n.agentId) IS UNIQUE',
        'CREATE INDEX listing_list IF NOT EXISTS FOR (n:Listing) ON (n.tenantId, n.updatedAt)',
        `CREATE FULLTEXT INDEX listing_text IF NOT EXISTS FOR (n:Listing) ON EACH [n.searchText, n.tenantId]
         OPTIONS {indexConfig: {\`fulltext.analyzer\`: 'english'}}`,
        'CREATE CONSTRAINT rating_id IF NOT EXISTS FOR (n:Rating) REQUIRE n.id IS UNIQUE',
        'CREATE CONSTRAINT rating_person IF NOT EXISTS FOR (n:Rating) REQUIRE (n.tenantId, n.listingId, n.userId) IS UNIQUE',
        'CREATE INDEX rating_list IF NOT EXISTS FOR (n:Rating) ON (n.listingId, n.updatedAt)',
        'CREATE CONSTRAINT collaboration_request_id IF NOT EXISTS FOR (n:CollaborationRequest) REQUIRE n.id IS UNIQUE',
        'CREATE INDEX collaboration_request_agent IF NOT EXISTS FOR (n:CollaborationRequest) ON (n.agentId)',
        'CREATE INDEX collaboration_request_list IF NOT EXISTS FOR (n:CollaborationRequest) ON (n.tenantId, n.createdAt)',
        'CREATE CONSTRAINT agent_use_key IF NOT EXISTS FOR (n:AgentUse) REQUIRE (n.tenantId, n.agentId, n.actorId) IS UNIQUE',
      ],
    },
    {
      // `agent__<slug>` is an agent. A server that was called so before the name was reserved gets another one, with its tools; whoever
      // names one of these in a specification is told that there is no such tool, instead of calling an agent.
      version: 4,
      name: 'tool servers that are called like the agents',
      statements: [
        "MATCH (n:ToolServer {slug: 'agent'}) SET n.slug = 'agent-' + toLower(right(n.id, 8))",
        `MATCH (n:Tool) WHERE n.slug STARTS WITH 'agent/'
         MATCH (s:ToolServer {tenantId: n.tenantId, id: n.serverId}) SET n.slug = s.slug + substring(n.slug, 5)`,
      ],
    },
    {
      version: 5,
      name: 'documents of tool servers that are made of HTTP requests',
      statements: [
        'CREATE CONSTRAINT tool_server_document IF NOT EXISTS FOR (n:ToolServerDocument) REQUIRE (n.tenantId, n.serverId) IS UNIQUE',
      ],
    },
    {
      version: 6,
      name: 'tool servers that a tenant has imported',
      statements: [
        'CREATE CONSTRAINT imported_tool_server IF NOT EXISTS FOR (n:ImportedToolServer) REQUIRE (n.tenantId, n.name) IS UNIQUE',
      ],
    },
  ],
};
