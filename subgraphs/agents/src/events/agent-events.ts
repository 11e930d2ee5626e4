import type { DomainEvent } from '@aether/common/graph';
import type { AgentRecord } from '../agent/agent.ts';
import type { CollaborationRole } from '../market/collaboration.ts';
import type { VersionRecord } from '../agent/draft.ts';
import type { Cause } from './cause.ts';
import { type EventFacts, told } from './told.ts';

function ofAgent(
  cause: Cause,
  agent: AgentRecord,
  facts: Omit<EventFacts, 'subject' | 'audit'> & {
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

/** What happened to agents and who works on them. */
export const agentEvents = {
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

  /** Null role = removed. */
  collaboratorSet: (cause: Cause, agent: AgentRecord, userId: string, role: CollaborationRole | null): DomainEvent =>
    ofAgent(cause, agent, {
      type: 'aether.agent.collaborator-set',
      action: 'agent.set-collaborator',
      data: { userId, role },
      after: { userId, role },
    }),
} as const;
