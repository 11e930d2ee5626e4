import type { SubgraphName } from './service-names.ts';

export interface StreamEventFacts {
  /** Member of the union of the subscription's envelope. */
  graphqlType: string;
  /** Null: never leaves as a CloudEvent. */
  cloudEventType: string | null;
  /** Kept with a `seq`; otherwise sent at once with `seq: null` and never replayed. */
  durable: boolean;
}

/** Events of one execution: the name in the journal → what a client sees. */
export const EXECUTION_EVENTS = {
  'execution-queued': event('ExecutionStatusChanged', 'aether.execution.queued'),
  'execution-running': event('ExecutionStatusChanged', 'aether.execution.running'),
  'execution-waiting': event('ExecutionStatusChanged', 'aether.execution.waiting'),
  'execution-retrying': event('ExecutionStatusChanged', 'aether.execution.retrying'),
  'execution-cancelling': event('ExecutionStatusChanged', 'aether.execution.cancelling'),
  'step-start': event('StepStarted', 'aether.step.started'),
  'step-progress': event('StepProgressed', null),
  'tool-call': event('ToolCalled', null),
  'step-end': event('StepEnded', 'aether.step.ended'),
  'text-preview': { graphqlType: 'TextPreview', cloudEventType: null, durable: false },
  'text-delta': event('TextDelta', null),
  'message-reset': event('MessageReset', null),
  'approval-request': event('ApprovalRequested', 'aether.approval.requested'),
  'approval-decision': event('ApprovalDecided', 'aether.approval.decided'),
  'artifact-create': event('ArtifactCreated', 'aether.artifact.created'),
  'spend-change': event('SpendChanged', null),
  'execution-end': event('ExecutionEnded', 'aether.execution.ended'),
  'resync-required': { graphqlType: 'ResyncRequired', cloudEventType: null, durable: false },
} as const satisfies Record<string, StreamEventFacts>;

export type ExecutionEventName = keyof typeof EXECUTION_EVENTS;

/** Events of one agent, for `agentEvents`. */
export const AGENT_EVENTS = {
  'draft-change': event('DraftChanged', null),
  'agent-publish': event('AgentPublished', 'aether.agent.published'),
  'agent-status-change': event('AgentStatusChanged', 'aether.agent.status-changed'),
  'resync-required': { graphqlType: 'ResyncRequired', cloudEventType: null, durable: false },
} as const satisfies Record<string, StreamEventFacts>;

export type AgentEventName = keyof typeof AGENT_EVENTS;

/** Events of one comparison, for `comparisonEvents`. */
export const COMPARISON_EVENTS = {
  'cell-start': event('CellStarted', null),
  'cell-text-preview': { graphqlType: 'CellTextPreview', cloudEventType: null, durable: false },
  'cell-end': event('CellEnded', null),
  'cell-score': event('CellScored', null),
  'statistics-change': event('StatisticsChanged', null),
  'recommendation-change': event('RecommendationChanged', null),
  'spend-change': event('ComparisonSpendChanged', null),
  'status-change': event('ComparisonStatusChanged', null),
  'resync-required': { graphqlType: 'ResyncRequired', cloudEventType: null, durable: false },
} as const satisfies Record<string, StreamEventFacts>;

export type ComparisonEventName = keyof typeof COMPARISON_EVENTS;

export interface DomainEventFacts {
  owner: SubgraphName;
  /** The outbox data carries `audit` (audit-facts.ts), and identity appends it to the tenant's chain. */
  audited: boolean;
}

const told = (owner: SubgraphName): DomainEventFacts => ({ owner, audited: false });
const audited = (owner: SubgraphName): DomainEventFacts => ({ owner, audited: true });

/** What services tell each other: `type` of an outbox event and of its CloudEvent (1.0, at least once, ordered per lane). */
export const DOMAIN_EVENTS = {
  'aether.identity.access-changed': told('identity'),
  'aether.identity.tenant-created': audited('identity'),
  'aether.identity.signed-in': audited('identity'),
  'aether.identity.sign-in-failed': audited('identity'),
  'aether.identity.signed-out': audited('identity'),
  'aether.identity.session-revoked': audited('identity'),
  'aether.identity.user-invited': audited('identity'),
  'aether.identity.user-updated': audited('identity'),
  'aether.identity.user-deactivated': audited('identity'),
  'aether.identity.department-created': audited('identity'),
  'aether.identity.department-updated': audited('identity'),
  'aether.identity.department-deleted': audited('identity'),
  'aether.identity.team-created': audited('identity'),
  'aether.identity.team-updated': audited('identity'),
  'aether.identity.team-deleted': audited('identity'),
  'aether.identity.api-key-created': audited('identity'),
  'aether.identity.api-key-revoked': audited('identity'),
  'aether.identity.connected-app-created': audited('identity'),
  'aether.identity.connected-app-replayed': audited('identity'),
  'aether.identity.connected-app-revoked': audited('identity'),
  'aether.identity.credential-stored': audited('identity'),
  'aether.identity.credential-updated': audited('identity'),
  'aether.identity.credential-rotated': audited('identity'),
  'aether.identity.model-key-stored': audited('identity'),
  'aether.identity.model-key-removed': audited('identity'),
  'aether.identity.credential-deleted': audited('identity'),
  'aether.identity.credential-consent-requested': audited('identity'),
  'aether.identity.credential-authorized': audited('identity'),
  'aether.identity.credential-expired': audited('identity'),
  'aether.agent.created': audited('agents'),
  'aether.agent.updated': audited('agents'),
  'aether.agent.published': audited('agents'),
  'aether.agent.rolled-back': audited('agents'),
  'aether.agent.status-changed': audited('agents'),
  'aether.agent.deleted': audited('agents'),
  'aether.agent.collaborator-set': audited('agents'),
  'aether.listing.published': audited('agents'),
  'aether.listing.withdrawn': audited('agents'),
  'aether.listing.cloned': audited('agents'),
  'aether.listing.rated': told('agents'),
  'aether.listing.rating-replied': told('agents'),
  'aether.collaboration.requested': audited('agents'),
  'aether.collaboration.answered': audited('agents'),
  'aether.catalog.changed': told('agents'),
  'aether.model-provider.added': audited('agents'),
  'aether.model-provider.updated': audited('agents'),
  'aether.model-provider.removed': audited('agents'),
  'aether.model.updated': audited('agents'),
  'aether.tool-server.connected': audited('agents'),
  'aether.tool-server.updated': audited('agents'),
  'aether.tool-server.removed': audited('agents'),
  'aether.tool-server.access-granted': told('agents'),
  'aether.tool-server-offer.imported': audited('agents'),
  'aether.tool-server-offer.removed': audited('agents'),
  'aether.tool.approved': audited('agents'),
  'aether.tool.changed': audited('agents'),
  'aether.tool.called': audited('agents'),
  'aether.notebook.created': audited('memory'),
  'aether.notebook.updated': audited('memory'),
  'aether.notebook.access-granted': audited('memory'),
  'aether.notebook.deleted': audited('memory'),
  'aether.document.added': audited('memory'),
  'aether.document.ready': told('memory'),
  'aether.document.failed': told('memory'),
  'aether.document.deleted': audited('memory'),
  'aether.execution.queued': told('executions'),
  'aether.execution.ended': told('executions'),
  'aether.execution.cancel-requested': audited('executions'),
  'aether.execution.signalled': audited('executions'),
  'aether.execution.rated': told('executions'),
  'aether.approval.requested': told('executions'),
  'aether.approval.decided': audited('executions'),
  'aether.artifact.created': audited('executions'),
  'aether.conversation.deleted': audited('executions'),
  'aether.budget.set': audited('executions'),
  'aether.budget.deleted': audited('executions'),
  'aether.trigger.created': audited('executions'),
  'aether.trigger.updated': audited('executions'),
  'aether.trigger.secret-rotated': audited('executions'),
  'aether.trigger.deleted': audited('executions'),
  'aether.push-notification-config.saved': audited('executions'),
  'aether.push-notification-config.deleted': audited('executions'),
  'aether.push-notification-config.withdrawn': audited('executions'),
  'aether.test-suite.created': audited('testing'),
  'aether.test-suite.updated': audited('testing'),
  'aether.test-suite.deleted': audited('testing'),
  'aether.comparison.created': audited('testing'),
  'aether.comparison.started': audited('testing'),
  'aether.comparison.stopped': audited('testing'),
  'aether.comparison.promoted': audited('testing'),
} as const satisfies Record<string, DomainEventFacts>;

export type DomainEventType = keyof typeof DOMAIN_EVENTS;

export function isDomainEventType(value: unknown): value is DomainEventType {
  return typeof value === 'string' && Object.hasOwn(DOMAIN_EVENTS, value);
}

function event<Type extends string, CloudEvent extends string | null>(graphqlType: Type, cloudEventType: CloudEvent) {
  return { graphqlType, cloudEventType, durable: true } as const;
}
