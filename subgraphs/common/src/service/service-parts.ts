import type { IdSource } from '@aether/schema';
import type { BlobStore } from '../blobs/blob-store.ts';
import type { Database } from '../graph/database.ts';
import type { KeyValueStore } from '../key-value/key-value-store.ts';
import type { InternalTokens } from '../security/internal-tokens.ts';
import type { Doorbell } from '../streams/doorbell.ts';
import type { Streams } from '../streams/streams.ts';
import type { Clock } from './clock.ts';
import type { InternalOperations } from './internal-operations.ts';
import type { Logger } from './logger.ts';

/** What the composition root hands to a service. One process or many: only these differ. */
export interface ServiceParts {
  readonly database: Database;
  readonly streams: Streams;
  readonly doorbell: Doorbell;
  readonly keyValue: KeyValueStore;
  readonly blobs: BlobStore;
  readonly operations: InternalOperations;
  readonly tokens: InternalTokens;
  /** Reaches the LLM gateway's `/v1`, in process or over HTTP. Send `toServiceHeaders` for the audience `llm-gateway`. */
  readonly modelFetch: typeof fetch;
  /** Reaches the MCP gateway's `/mcp` in the same way. Send `toServiceHeaders` for the audience `mcp-gateway`. */
  readonly toolFetch: typeof fetch;
  /** Reaches the agents that executions serves as models and tools. Send `toServiceHeaders` for the audience `executions`. */
  readonly agentFetch: typeof fetch;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: (bytes: number) => Uint8Array;
  readonly logger: Logger;
  /** Name of this process among several of its kind; stable across restarts (`local` when embedded). */
  readonly instance: string;
}
