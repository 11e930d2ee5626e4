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
  ],
};
