import type { DomainEvent } from '@aether/common/graph';
import { AGENT_TOOLS, type AuditFacts, type DomainEventType } from '@aether/schema';
import type { AgentRecord } from '../agent/agent.ts';
import type { ToolRecord, ToolServerRecord } from '../tools/tool-catalog.ts';
import { withoutQuery } from '../tools/without-query.ts';
import type { Cause } from './cause.ts';
import { told } from './told.ts';

function ofToolServer(
  cause: Cause,
  type: DomainEventType,
  action: string,
  server: ToolServerRecord,
  before: ToolServerRecord | null,
): DomainEvent {
  const { id, slug, name, kind, transport, url, documentUrl, documentHash, command, credentialId, enabled } = server;
  const { offerSlug, settings, quarantine, credentialPerUser } = server;
  const place = {
    kind,
    offerSlug,
    settings,
    transport,
    url,
    // A query often holds a token; what is told is kept for good.
    documentUrl: withoutQuery(documentUrl),
    documentHash,
    command,
    arguments: server.arguments,
  };
  const after = { slug, name, ...place, credentialId, credentialPerUser, enabled, quarantine };
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

/** What happened to tool servers and their tools. */
export const toolEvents = {
  toolServerConnected: (cause: Cause, server: ToolServerRecord): DomainEvent =>
    ofToolServer(cause, 'aether.tool-server.connected', 'tool-server.connect', server, null),

  toolServerUpdated: (cause: Cause, server: ToolServerRecord, before: ToolServerRecord): DomainEvent =>
    ofToolServer(cause, 'aether.tool-server.updated', 'tool-server.update', server, before),

  toolServerRemoved: (cause: Cause, server: ToolServerRecord): DomainEvent =>
    ofToolServer(cause, 'aether.tool-server.removed', 'tool-server.remove', server, server),

  toolServerOfferImported: (cause: Cause, name: string, version: string): DomainEvent =>
    told(cause, {
      type: 'aether.tool-server-offer.imported',
      subject: name,
      data: { name, version },
      audit: {
        action: 'tool-server-offer.import',
        objectType: 'ToolServerOffer',
        before: null,
        after: { name, version },
      },
    }),

  toolServerOfferRemoved: (cause: Cause, name: string): DomainEvent =>
    told(cause, {
      type: 'aether.tool-server-offer.removed',
      subject: name,
      data: { name },
      audit: { action: 'tool-server-offer.remove', objectType: 'ToolServerOffer', before: { name }, after: null },
    }),

  /** The gateway has got in, and it could not before or had not tried. */
  toolAccessGranted: ({ id, slug }: ToolServerRecord): DomainEvent => ({
    type: 'aether.tool-server.access-granted',
    subject: id,
    data: { toolServerId: id, slug },
    actorId: null,
    requestId: null,
  }),

  /** A person has connected an own account: their runs may go on, and nobody else's. */
  ownAccessGranted: ({ id, slug }: ToolServerRecord, userId: string): DomainEvent => ({
    type: 'aether.tool-server.access-granted',
    subject: id,
    data: { toolServerId: id, slug, userId },
    actorId: null,
    requestId: null,
  }),

  toolCalled: (
    cause: Cause,
    { id, slug, effect }: ToolRecord,
    call: { readonly outcome: string; readonly durationMs: number; readonly rules: readonly string[] },
  ): DomainEvent =>
    told(cause, {
      type: 'aether.tool.called',
      subject: id,
      data: { toolId: id, slug },
      audit: {
        action: call.rules.length === 0 ? 'tool.call' : 'tool.quarantine',
        objectType: 'Tool',
        after: { slug, effect, ...call, apiKeyId: cause.viewer.apiKey?.id ?? null },
      },
    }),

  /** An agent is a tool of every installation. */
  agentToolCalled: (
    cause: Cause,
    { id, slug }: Pick<AgentRecord, 'id' | 'slug'>,
    call: { readonly outcome: string; readonly durationMs: number },
  ): DomainEvent =>
    told(cause, {
      type: 'aether.tool.called',
      subject: id,
      data: { agentId: id, slug },
      audit: {
        action: 'tool.call',
        objectType: 'Agent',
        after: { slug: `${AGENT_TOOLS}${slug}`, effect: 'KEYED', ...call, apiKeyId: cause.viewer.apiKey?.id ?? null },
      },
    }),

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
