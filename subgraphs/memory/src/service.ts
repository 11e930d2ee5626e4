import { Outbox, applyMigrations } from '@aether/common/graph';
import { type Service, type ServiceParts, SubgraphExecutor } from '@aether/common/service';
import { DueWorkLoop } from '@aether/common/streams';
import type { MemoryConfig } from './config.ts';
import type { MemoryContext, MemoryParts } from './context.ts';
import { DocumentStore } from './db/document-store.ts';
import { type DocumentClaim, IngestionStore } from './db/ingestion-store.ts';
import { memoryMigrations } from './db/migrations.ts';
import { NotebookStore } from './db/notebook-store.ts';
import { PassageStore } from './db/passage-store.ts';
import { SearchStore } from './db/search-store.ts';
import { UploadStore } from './db/upload-store.ts';
import { VectorIndexes } from './db/vector-indexes.ts';
import { EmbeddingClient } from './embeddings/embedding-client.ts';
import { INGEST_QUEUE, MemoryEvents } from './events.ts';
import { DocumentReader } from './extract/document-reader.ts';
import { DocumentBlobs } from './workers/document-blobs.ts';
import { DocumentProcessor } from './workers/document-processor.ts';
import { DocumentStages } from './workers/document-stages.ts';
import { createMemorySchema } from './schema.ts';
import { KnowledgeSearch } from './search/knowledge-search.ts';
import { DocumentLinks } from './uploads/document-links.ts';
import { getOriginalRoute } from './uploads/get-original.ts';
import { putUploadRoute } from './uploads/put-upload.ts';
import { UploadSweeper } from './uploads/upload-sweeper.ts';

function buildParts(config: MemoryConfig, parts: ServiceParts): MemoryParts & { readonly embeddings: EmbeddingClient } {
  const { database, streams, doorbell, blobs, operations, clock, ids, logger, tokens } = parts;
  const outbox = new Outbox({ lane: `memory/${parts.instance}`, database, streams, clock });
  const embeddings = new EmbeddingClient({ fetch: parts.modelFetch, tokens, timeoutMs: config.embeddingTimeoutMs });
  const passages = new PassageStore(database);
  return {
    config,
    database,
    notebooks: new NotebookStore(database),
    documents: new DocumentStore(database, config.ingestion.queue),
    passages,
    uploads: new UploadStore(database),
    search: new KnowledgeSearch({ store: new SearchStore(database), embeddings, clock, logger }),
    links: new DocumentLinks({ secret: config.linkSecret, publicUrl: config.publicUrl, clock }),
    blobs,
    streams,
    outbox,
    events: new MemoryEvents({ outbox, streams, doorbell, logger }),
    operations,
    clock,
    ids,
    logger,
    embeddings,
  };
}

function buildIngestion(
  config: MemoryConfig,
  parts: ServiceParts,
  memory: MemoryParts & { readonly embeddings: EmbeddingClient },
  reader: DocumentReader,
): DueWorkLoop<DocumentClaim> {
  const { database, clock, logger, doorbell } = parts;
  const { passages, events, embeddings } = memory;
  const store = new IngestionStore(database, { worker: parts.instance, queue: config.ingestion.queue });
  const blobs = new DocumentBlobs(parts.blobs);
  const stages = new DocumentStages({
    store,
    passages,
    indexes: new VectorIndexes(database),
    blobs,
    reader,
    embeddings,
    events,
    clock,
  });
  const processor = new DocumentProcessor(config.ingestion, { store, passages, stages, blobs, events, clock, logger });
  const { parallel, leaseMs } = config.ingestion;
  return new DueWorkLoop(
    { bell: INGEST_QUEUE, parallel, leaseMs },
    { work: store, process: (claim, stop) => processor.process(claim, stop), doorbell, logger },
  );
}

/** Notebooks, documents and search. `start` migrates and begins to ingest. */
export async function createMemoryService(config: MemoryConfig, parts: ServiceParts): Promise<Service> {
  const memory = buildParts(config, parts);
  const reader = new DocumentReader(config.reading);
  const ingestion = buildIngestion(config, parts, memory, reader);
  const sweeper = new UploadSweeper(memory);
  const subgraph = new SubgraphExecutor<MemoryContext>({
    name: 'memory',
    schema: await createMemorySchema(),
    tokens: parts.tokens,
    logger: parts.logger,
    createContext: (request) => ({ ...request, memory }),
  });
  return {
    name: 'memory',
    subgraph,
    routes: [putUploadRoute(memory), getOriginalRoute(memory)],
    async start() {
      await applyMigrations(parts.database, memoryMigrations, () => parts.clock.now());
      await memory.outbox.open();
      await ingestion.start();
      sweeper.start();
    },
    async readiness() {
      try {
        await parts.database.verify();
        return [{ name: 'database', ready: true, detail: null }];
      } catch (error) {
        return [{ name: 'database', ready: false, detail: error instanceof Error ? error.message : null }];
      }
    },
    async [Symbol.asyncDispose]() {
      sweeper[Symbol.dispose]();
      await ingestion[Symbol.asyncDispose]();
      await reader[Symbol.asyncDispose]();
    },
  };
}
