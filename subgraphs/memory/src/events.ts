import type { DomainEvent, Outbox, TenantTransaction } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import type { Logger } from '@aether/common/service';
import type { Doorbell, Streams } from '@aether/common/streams';
import type { AuditFacts, DomainEventType } from '@aether/schema';
import { actorOf } from './notebook-rights.ts';

/** Queue that ingestion listens to. */
export const INGEST_QUEUE = 'memory-ingest';

/** Channel on which the documents of a notebook announce that they changed; a message names the document. */
export function documentChannel(tenantId: string, notebookId: string): string {
  return `memory:documents:${tenantId}:${notebookId}`;
}

/** Who made a change, and by which request. */
export interface Actor {
  readonly viewer: Viewer;
  readonly requestId: string;
}

interface Told {
  readonly type: DomainEventType;
  readonly subject: string;
  /** Noun and verb of the audit entry. */
  readonly action: string;
  readonly objectType: 'Notebook' | 'Document';
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What happened in this service, told once: to the outbox inside the transaction, to listeners and the log after it. */
export class MemoryEvents {
  readonly #outbox: Outbox;
  readonly #streams: Streams;
  readonly #doorbell: Doorbell;
  readonly #logger: Logger;

  constructor(parts: {
    readonly outbox: Outbox;
    readonly streams: Streams;
    readonly doorbell: Doorbell;
    readonly logger: Logger;
  }) {
    this.#outbox = parts.outbox;
    this.#streams = parts.streams;
    this.#doorbell = parts.doorbell;
    this.#logger = parts.logger;
  }

  /** A change that somebody made, with its audit entry. Last in the transaction. */
  async record(transaction: TenantTransaction, { viewer, requestId }: Actor, told: Told): Promise<void> {
    const { type, subject, action, objectType, before, after } = told;
    const audit: AuditFacts = { action, objectType, before, after };
    await this.#outbox.append(transaction, [{ type, subject, data: { audit }, actorId: actorOf(viewer), requestId }]);
  }

  /** Ingestion has finished a document or given it up. */
  async recordOutcome(
    transaction: TenantTransaction,
    event: Pick<DomainEvent, 'subject' | 'data'> & {
      readonly type: 'aether.document.ready' | 'aether.document.failed';
    },
  ): Promise<void> {
    await this.#outbox.append(transaction, [{ ...event, actorId: null, requestId: null }]);
  }

  /** After the commit of recorded events. */
  ring(): void {
    this.#outbox.ring();
  }

  /** There is work for ingestion. */
  async wakeIngestion(documentId: string): Promise<void> {
    await this.#doorbell.ring(INGEST_QUEUE, documentId);
  }

  /** Something of a document changed; listeners read its newest state. */
  documentChanged(tenantId: string, notebookId: string, documentId: string): void {
    this.#streams.publish(documentChannel(tenantId, notebookId), documentId);
  }

  documentFailed(
    facts: { readonly documentId: string; readonly stage: string; readonly code: string },
    error: unknown,
  ): void {
    this.#logger.info({ ...facts, err: error }, 'a document could not be processed');
  }
}
