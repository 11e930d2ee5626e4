import type { DomainEvent } from '@aether/common/graph';
import type { DomainEventType } from '@aether/schema';
import { actorOf } from '../agent/agent.ts';
import type { ModelRecord, ProviderRecord } from '../models/catalog.ts';
import type { Cause } from './cause.ts';
import { told } from './told.ts';

function ofProvider(
  cause: Cause,
  type: DomainEventType,
  action: string,
  provider: ProviderRecord,
  before: ProviderRecord | null,
): DomainEvent {
  const { id, slug, name, protocol, baseUrl, credentialId, enabled, allowOwnKeys } = provider;
  const after = { slug, name, protocol, baseUrl, credentialId, enabled, allowOwnKeys };
  return told(cause, {
    type,
    subject: id,
    data: { providerId: id, slug },
    audit: { action, objectType: 'ModelProvider', before, after },
  });
}

/** What happened to model providers and their models. */
export const modelEvents = {
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
} as const;
