import type { BlobStore } from '@aether/common/blobs';
import type { Database, Outbox } from '@aether/common/graph';
import type { Clock, InternalOperations, Logger, RequestContext } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import type { IdSource } from '@aether/schema';
import type { MemoryConfig } from './config.ts';
import type { DocumentStore } from './db/document-store.ts';
import type { NotebookStore } from './db/notebook-store.ts';
import type { PassageStore } from './db/passage-store.ts';
import type { UploadStore } from './db/upload-store.ts';
import type { MemoryEvents } from './events.ts';
import type { KnowledgeSearch } from './search/knowledge-search.ts';
import type { DocumentLinks } from './uploads/document-links.ts';

/** What all requests of this process share. */
export interface MemoryParts {
  readonly config: MemoryConfig;
  readonly database: Database;
  readonly notebooks: NotebookStore;
  readonly documents: DocumentStore;
  readonly passages: PassageStore;
  readonly uploads: UploadStore;
  readonly search: KnowledgeSearch;
  readonly links: DocumentLinks;
  readonly blobs: BlobStore;
  readonly streams: Streams;
  readonly outbox: Outbox;
  readonly events: MemoryEvents;
  readonly operations: InternalOperations;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
}

/** What a resolver gets. */
export interface MemoryContext extends RequestContext {
  readonly memory: MemoryParts;
}
