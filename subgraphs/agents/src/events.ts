import type { DomainEvent } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import type { AuditFacts, DomainEventType } from '@aether/schema';
import { type AgentRecord, actorOf } from './agent.ts';
import type { ModelRecord, ProviderRecord } from './catalog.ts';
import type { VersionRecord } from './draft.ts';
import type { ToolRecord, ToolServerRecord } from './tool-catalog.ts';

/** Who caused an event. */
export interface Cause {
  readonly viewer: Viewer;
  readonly requestId: string;
}

interface Facts {
  readonly type: DomainEventType;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly audit: AuditFacts;
}

function told({ viewer, requestId }: Cause, { type, subject, data, audit }: Facts): DomainEvent {
  return { type, subject, data: { ...data, audit }, actorId: actorOf(viewer), requestId };
}

function ofAgent(
  cause: Cause,
  agent: AgentRecord,
  facts: Omit<Facts, 'subject' | 'audit'> & {
    readonly action: string;
    readonly before?: unknown;
    readonly after?: unknown;
  },
): DomainEvent {
  const { type, data, action, before, after } = facts;
  return told(cause, {
    type,
    subject: agent.id,
    data: { agentId: agent.id, slug: agent.slug, ...data },
    audit: { action, objectType: 'Agent', before, after },
  });
}

function ofProvider(
  cause: Cause,
  type: DomainEventType,
  action: string,
  provider: ProviderRecord,
  before: ProviderRecord | null,
): DomainEvent {
  const { id, slug, name, protocol, baseUrl, credentialId, enabled } = provider;
  const after = { slug, name, protocol, baseUrl, credentialId, enabled };
  return told(cause, {
    type,
    subject: id,
    data: { providerId: id, slug },
    audit: { action, objectType: 'ModelProvider', before, after },
  });
}

function ofToolServer(
  cause: Cause,
  type: DomainEventType,
  action: string,
  server: ToolServerRecord,
  before: ToolServerRecord | null,
): DomainEvent {
  const { id, slug, name, transport, url, command, credentialId, enabled } = server;
  const after = { slug, name, transport, url, command, arguments: server.arguments, credentialId, enabled };
  return told(cause, {
    type,
    subject: id,
    data: { toolServerId: id, slug },
    audit: { action, objectType: 'ToolServer', before, after },
  });
}

/** What the audit log keeps of a tool: which definition may be called, and how. */
function approvalOf({ approvedHash, effect, approval }: ToolRecord) {
  return { approvedHash, effect, approval };
}

/** What happened in this service, as outbox events: one function per event, called in the transaction that made it so. */
export const events = {
  agentCreated: (cause: Cause, agent: AgentRecord): DomainEvent =>
    ofAgent(cause, agent, {
      type: 'aether.agent.created',
      action: 'agent.create',
      data: {},
      after: { name: agent.name, slug: agent.slug },
    }),

  agentUpdated: (cause: Cause, before: AgentRecord, after: AgentRecord): DomainEvent =>
    ofAgent(cause, after, {
      type: 'aether.agent.updated',
      action: 'agent.update',
      data: { visibility: after.visibility },
      before,
      after,
    }),

  agentPublished: (cause: Cause, agent: AgentRecord, version: VersionRecord): DomainEvent => {
    const data = { versionId: version.id, number: version.number, hash: version.hash };
    return ofAgent(cause, agent, {
      type: 'aether.agent.published',
      action: 'agent.publish',
      data,
      before: { versionId: agent.publishedVersionId },
      after: data,
    });
  },

  agentRolledBack: (cause: Cause, agent: AgentRecord, version: VersionRecord, notes: string | null): DomainEvent => {
    const data = { versionId: version.id, number: version.number, hash: version.hash, notes };
    return ofAgent(cause, agent, {
      type: 'aether.agent.rolled-back',
      action: 'agent.roll-back',
      data,
      before: { versionId: agent.publishedVersionId },
      after: data,
    });
  },

  agentStatusChanged: (cause: Cause, before: AgentRecord, after: AgentRecord): DomainEvent => {
    const data = { status: after.status };
    return ofAgent(cause, after, {
      type: 'aether.agent.status-changed',
      action: 'agent.set-status',
      data,
      before: { status: before.status },
      after: data,
    });
  },

  agentDeleted: (cause: Cause, agent: AgentRecord): DomainEvent =>
    ofAgent(cause, agent, {
      type: 'aether.agent.deleted',
      action: 'agent.delete',
      data: {},
      before: { name: agent.name, slug: agent.slug },
    }),

  /** `cause` is null when the gateway reported it by itself. */
  catalogChanged: (cause: Cause | null, tenantId: string, revision: number): DomainEvent => ({
    type: 'aether.catalog.changed' satisfies DomainEventType,
    subject: tenantId,
    data: { tenantId, revision },
    actorId: cause === null ? null : actorOf(cause.viewer),
    requestId: cause?.requestId ?? null,
  }),

  providerAdded: (cause: Cause, provider: ProviderRecord): DomainEvent =>
    ofProvider(cause, 'aether.model-provider.added', 'model-provider.add', provider, null),

  providerUpdated: (cause: Cause, provider: ProviderRecord, before: ProviderRecord): DomainEvent =>
    ofProvider(cause, 'aether.model-provider.updated', 'model-provider.update', provider, before),

  providerRemoved: (cause: Cause, provider: ProviderRecord): DomainEvent =>
    ofProvider(cause, 'aether.model-provider.removed', 'model-provider.remove', provider, provider),

  modelUpdated: (cause: Cause, model: ModelRecord, changes: Readonly<Record<string, unknown>>): DomainEvent =>
    told(cause, {
      type: 'aether.model.updated',
      subject: model.id,
      data: { modelId: model.id, slug: model.slug },
      audit: { action: 'model.update', objectType: 'Model', before: model, after: changes },
    }),

  toolServerConnected: (cause: Cause, server: ToolServerRecord): DomainEvent =>
    ofToolServer(cause, 'aether.tool-server.connected', 'tool-server.connect', server, null),

  toolServerUpdated: (cause: Cause, server: ToolServerRecord, before: ToolServerRecord): DomainEvent =>
    ofToolServer(cause, 'aether.tool-server.updated', 'tool-server.update', server, before),

  toolServerRemoved: (cause: Cause, server: ToolServerRecord): DomainEvent =>
    ofToolServer(cause, 'aether.tool-server.removed', 'tool-server.remove', server, server),

  toolApproved: (cause: Cause, tool: ToolRecord, before: ToolRecord): DomainEvent =>
    told(cause, {
      type: 'aether.tool.approved',
      subject: tool.id,
      data: { toolId: tool.id, slug: tool.slug, definitionHash: tool.definitionHash },
      audit: { action: 'tool.approve', objectType: 'Tool', before: approvalOf(before), after: approvalOf(tool) },
    }),

  /** Its server changed an approved definition, so it cannot be called until somebody approves the new one. */
  toolChanged: (tool: ToolRecord): DomainEvent => {
    const { id, slug, definitionHash, approvedHash } = tool;
    const audit: AuditFacts = {
      action: 'tool.change',
      objectType: 'Tool',
      before: { definitionHash: approvedHash },
      after: { definitionHash },
    };
    return {
      type: 'aether.tool.changed' satisfies DomainEventType,
      subject: id,
      data: { toolId: id, slug, definitionHash, audit },
      actorId: null,
      requestId: null,
    };
  },
} as const;
