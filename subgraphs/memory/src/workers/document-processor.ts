import { type Clock, type Logger, PlatformError } from '@aether/common/service';
import type { DocumentClaim, IngestionStore } from '../db/ingestion-store.ts';
import type { PassageStore } from '../db/passage-store.ts';
import { STAGES, type ProcessingStage, stageToRun } from '../document-status.ts';
import { CrashLoopError, DocumentClaimLostError, DocumentTimeoutError } from '../errors.ts';
import type { MemoryEvents } from '../events.ts';
import type { DocumentBlobs } from './document-blobs.ts';
import type { DocumentStages } from './document-stages.ts';

export interface DocumentProcessorOptions {
  readonly leaseMs: number;
  /** Of one stage. */
  readonly maximumAttempts: number;
  /** After the first failure that may pass; doubles with each. */
  readonly retryMs: number;
}

export interface DocumentProcessorParts {
  readonly store: IngestionStore;
  readonly passages: PassageStore;
  readonly stages: DocumentStages;
  readonly blobs: DocumentBlobs;
  readonly events: MemoryEvents;
  readonly clock: Clock;
  readonly logger: Logger;
}

const LONGEST_RETRY_MS = 60_000; // 1 minute

/** Takes one claimed document as far as it goes: to its end, to its failure, or back into the queue. */
export class DocumentProcessor {
  readonly #options: DocumentProcessorOptions;
  readonly #parts: DocumentProcessorParts;

  constructor(options: DocumentProcessorOptions, parts: DocumentProcessorParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Never fails; what cannot be stored now is done again after the lease. */
  async process(claim: DocumentClaim, stop: AbortSignal): Promise<void> {
    const lost = new AbortController();
    const heartbeat = this.#keepLease(claim, lost);
    const reached: { stage: ProcessingStage } = { stage: stageToRun(claim.document.status) ?? 'EXTRACTING' };
    try {
      if (claim.deleted) await this.#remove(claim);
      else await this.#runStages(claim, reached, AbortSignal.any([stop, lost.signal]));
    } catch (error) {
      await this.#settle(claim, reached.stage, error, stop).catch((failure: unknown) => {
        if (!(failure instanceof DocumentClaimLostError)) {
          this.#parts.logger.warn(
            { err: failure, documentId: claim.document.id },
            'the outcome of a document could not be stored; it is done again after the lease',
          );
        }
      });
    } finally {
      clearInterval(heartbeat);
    }
  }

  async #runStages(claim: DocumentClaim, reached: { stage: ProcessingStage }, signal: AbortSignal): Promise<void> {
    const { maximumAttempts } = this.#options;
    if (claim.attempts > maximumAttempts) throw new CrashLoopError(maximumAttempts);
    for (let stage: ProcessingStage | null = reached.stage; stage !== null; stage = stageToRun(STAGES[stage].next)) {
      reached.stage = stage;
      await this.#parts.stages.run(stage, claim, signal);
    }
  }

  #keepLease(claim: DocumentClaim, lost: AbortController): NodeJS.Timeout {
    const { leaseMs } = this.#options;
    return setInterval(() => {
      this.#parts.store.renew(claim, leaseMs).catch((error: unknown) => {
        // An outage of the database is no loss: the fence tells at the next write.
        if (error instanceof DocumentClaimLostError) lost.abort(error);
      });
    }, leaseMs / 3);
  }

  /** A deleted document is out of its notebook already; here the rest of it goes. */
  async #remove(claim: DocumentClaim): Promise<void> {
    const { store, passages, blobs } = this.#parts;
    const { document, tenantId } = claim;
    await passages.deleteOlder(tenantId, document.id, document.generation + 1);
    await blobs.delete([document.blobKey, document.textKey]);
    await store.held(claim, (transaction) => store.remove(transaction, document.id));
  }

  async #settle(claim: DocumentClaim, stage: ProcessingStage, error: unknown, stop: AbortSignal): Promise<void> {
    if (error instanceof DocumentClaimLostError) return;
    const { store, events, clock, logger } = this.#parts;
    const { document } = claim;
    const updatedAt = clock.now().toISOString();
    if (stop.aborted) {
      const options = { attempts: Math.max(0, claim.attempts - 1), afterMs: 0, changes: { updatedAt } };
      await store.held(claim, (transaction) => store.release(transaction, document.id, options));
      return;
    }
    if (!(error instanceof PlatformError))
      logger.error({ err: error, documentId: document.id, stage }, 'unexpected error while processing a document');
    const mayPass = !(error instanceof PlatformError) || (error.retryable && !(error instanceof DocumentTimeoutError));
    if (claim.deleted || (mayPass && claim.attempts < this.#options.maximumAttempts)) {
      const afterMs = Math.min(this.#options.retryMs * 2 ** (claim.attempts - 1), LONGEST_RETRY_MS);
      await store.held(claim, (transaction) =>
        store.release(transaction, document.id, { attempts: claim.attempts, afterMs, changes: { updatedAt } }),
      );
      return;
    }
    const failure = failureOf(error);
    await store.held(claim, async (transaction) => {
      await store.finish(transaction, document.id, { status: 'FAILED', ...failure, errorStage: stage, updatedAt });
      const data = { notebookId: document.notebookId, stage, code: failure.errorCode };
      await events.recordOutcome(transaction, { type: 'aether.document.failed', subject: document.id, data });
    });
    events.ring();
    events.documentFailed({ documentId: document.id, stage, code: failure.errorCode }, error);
    events.documentChanged(claim.tenantId, document.notebookId, document.id);
  }
}

function failureOf(error: unknown): {
  errorCode: string;
  errorMessage: string;
  errorRetryable: boolean;
  errorHint: string | null;
} {
  if (error instanceof PlatformError) {
    return {
      errorCode: error.code,
      errorMessage: error.message,
      errorRetryable: error.retryable,
      errorHint: error.hint,
    };
  }
  return {
    errorCode: 'INTERNAL_SERVER_ERROR',
    errorMessage: 'Processing met an unexpected error.',
    errorRetryable: true,
    errorHint: 'Process the document again; if it fails again, report it with the id of the document.',
  };
}
