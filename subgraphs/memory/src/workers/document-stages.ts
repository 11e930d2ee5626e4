import { serviceViewer } from '@aether/common/security';
import type { Clock } from '@aether/common/service';
import type { DocumentClaim, IngestionStore } from '../db/ingestion-store.ts';
import type { PassageRecord } from '../db/passage-record.ts';
import type { PassageStore } from '../db/passage-store.ts';
import type { VectorIndexes } from '../db/vector-indexes.ts';
import { type ProcessingStage, progressOf } from '../document-status.ts';
import { BATCH_SIZE, type EmbeddingClient } from '../embeddings/embedding-client.ts';
import { embeddingSpace, spaceOf } from '../embeddings/embedding-space.ts';
import type { MemoryEvents } from '../events.ts';
import type { DocumentReader } from '../extract/document-reader.ts';
import { passageId } from '../passage-id.ts';
import type { DocumentBlobs } from './document-blobs.ts';

export interface DocumentStagesParts {
  readonly store: IngestionStore;
  readonly passages: PassageStore;
  readonly indexes: VectorIndexes;
  readonly blobs: DocumentBlobs;
  readonly reader: DocumentReader;
  readonly embeddings: EmbeddingClient;
  readonly events: MemoryEvents;
  readonly clock: Clock;
}

/** Passages in one transaction. */
const WRITE_SIZE = 200;

/**
 * The stages of a document. Each reads what the one before has stored, and stores its own result in the transaction that names the next
 * stage: killed anywhere, the document goes on at the last finished stage, and doing a stage twice writes the same.
 */
export class DocumentStages {
  readonly #parts: DocumentStagesParts;

  constructor(parts: DocumentStagesParts) {
    this.#parts = parts;
  }

  /** Resolves when the stage is finished and stored. */
  run(stage: ProcessingStage, claim: DocumentClaim, signal: AbortSignal): Promise<void> {
    switch (stage) {
      case 'EXTRACTING':
        return this.#extract(claim, signal);
      case 'SPLITTING':
        return this.#split(claim, signal);
      case 'EMBEDDING':
        return this.#embed(claim, signal);
    }
  }

  async #extract(claim: DocumentClaim, signal: AbortSignal): Promise<void> {
    const { blobs, reader, store } = this.#parts;
    const { document, tenantId } = claim;
    const extracted = await reader.extract(await blobs.read(document.blobKey, signal), signal);
    const textKey = textKeyOf(claim);
    await blobs.writeText(textKey, extracted, signal);
    await store.held(claim, (transaction) =>
      store.advance(transaction, document.id, {
        status: 'SPLITTING',
        progress: progressOf('EXTRACTING', 1, 1),
        mimeType: extracted.mimeType,
        pageCount: extracted.pageCount,
        textKey,
        updatedAt: this.#now(),
      }),
    );
    // A change of the settings or of our code may have given the text another key.
    if (document.textKey !== null && document.textKey !== textKey) await blobs.delete([document.textKey]);
    this.#parts.events.documentChanged(tenantId, document.notebookId, document.id);
  }

  async #split(claim: DocumentClaim, signal: AbortSignal): Promise<void> {
    const { blobs, reader, store, passages, events } = this.#parts;
    const { document, tenantId, passageTokens, overlapTokens } = claim;
    if (passageTokens === null || overlapTokens === null)
      throw new Error(`The notebook of ${document.id} has no settings.`);
    const extracted = await blobs.readText(textKeyOf(claim), signal);
    const spans = await reader.split(extracted, { passageTokens, overlapTokens }, signal);
    const records = spans.map(({ start, end, headingPath, page }, position): PassageRecord => {
      const text = extracted.text.slice(start, end);
      const id = passageId(document.id, { start, headingPath, text });
      const place = { headingPath: [...headingPath], page, startOffset: start, endOffset: end };
      return { id, documentId: document.id, notebookId: document.notebookId, position, text, ...place };
    });
    for (let from = 0; from < records.length; from += WRITE_SIZE) {
      signal.throwIfAborted();
      const batch = records.slice(from, from + WRITE_SIZE);
      await store.held(claim, (transaction) => passages.put(transaction, document.id, document.generation, batch));
    }
    await passages.deleteOlder(tenantId, document.id, document.generation);
    await store.held(claim, async (transaction) => {
      await passages.count(transaction, document.id, records.length);
      await store.advance(transaction, document.id, {
        status: 'EMBEDDING',
        progress: progressOf('SPLITTING', 1, 1),
        updatedAt: this.#now(),
      });
    });
    events.documentChanged(tenantId, document.notebookId, document.id);
  }

  async #embed(claim: DocumentClaim, signal: AbortSignal): Promise<void> {
    const { store, passages, indexes, embeddings, events } = this.#parts;
    const { document, tenantId, embeddingModel: model } = claim;
    if (model === null) throw new Error(`The notebook of ${document.id} names no embedding model.`);
    let space = claim.embeddingSpace === null ? null : spaceOf(claim.embeddingSpace);
    let position = 0;
    const total = await passages.countOf(tenantId, document.id);
    for (;;) {
      const batch = await passages.withoutVector(tenantId, {
        documentId: document.id,
        position,
        space,
        limit: BATCH_SIZE,
      });
      const last = batch.at(-1);
      if (last === undefined) break;
      const vectors = await embeddings.embed({
        model,
        texts: batch.map(textToEmbed),
        viewer: serviceViewer(tenantId),
        requestId: document.id,
        signal,
      });
      const answered = embeddingSpace(model, vectors[0]?.length ?? 0);
      await indexes.ensure(answered);
      await store.held(claim, async (transaction) => {
        const rows = batch.map(({ id }, index) => ({ id, vector: vectors[index] ?? [] }));
        await passages.putVectors(transaction, answered, rows);
        await passages.setSpace(transaction, document.notebookId, answered);
        await store.advance(transaction, document.id, {
          progress: progressOf('EMBEDDING', last.position, total),
          updatedAt: this.#now(),
        });
      });
      events.documentChanged(tenantId, document.notebookId, document.id);
      // The model answers in another length than it did: its earlier passages need vectors of the new space.
      position = space !== null && space.name !== answered.name ? 0 : last.position + 1;
      space = answered;
    }
    await store.held(claim, async (transaction) => {
      const changes = {
        status: 'READY',
        progress: 1,
        errorCode: null,
        errorMessage: null,
        errorStage: null,
        errorRetryable: null,
        errorHint: null,
      } as const;
      await store.finish(transaction, document.id, { ...changes, updatedAt: this.#now() });
      const data = { notebookId: document.notebookId, passageCount: total, mimeType: document.mimeType };
      await events.recordOutcome(transaction, { type: 'aether.document.ready', subject: document.id, data });
    });
    events.ring();
    events.documentChanged(tenantId, document.notebookId, document.id);
  }

  #now(): string {
    return this.#parts.clock.now().toISOString();
  }
}

/** One per processing: a worker that lost its claim must not write under the feet of the next. */
function textKeyOf(claim: DocumentClaim): string {
  return `${claim.tenantId}/documents/${claim.document.id}/text-${claim.document.generation}`;
}

/** Headings say what a passage is about when it does not say so itself. */
function textToEmbed(passage: PassageRecord): string {
  return passage.headingPath.length === 0 ? passage.text : `${passage.headingPath.join(' › ')}\n${passage.text}`;
}
