import { type Environment, readConfig } from '@aether/common/service';
import { z } from 'zod';

const integer = (fallback: number, minimum: number, maximum: number) =>
  z.coerce
    .number({ error: 'expected a number' })
    .int()
    .min(minimum, { error: `expected at least ${minimum}` })
    .max(maximum, { error: `expected at most ${maximum}` })
    .default(fallback);

const schema = z
  .object({
    /** Signs links to uploads and originals; the same in all processes of this service. */
    MEMORY_LINK_SECRET: z
      .string({ error: 'expected a secret of at least 32 characters' })
      .min(32, { error: 'expected at least 32 characters' }),
    /** Put before the paths of links, where clients need absolute ones. */
    MEMORY_PUBLIC_URL: z.url({ error: 'expected an address such as https://aether.example' }).optional(),
    MEMORY_MAXIMUM_BYTES: integer(52_428_800, 1, 104_857_600),
    MEMORY_MAXIMUM_PAGES: integer(2_000, 1, 100_000),
    MEMORY_MAXIMUM_CHARACTERS: integer(4_000_000, 1_000, 50_000_000),
    MEMORY_EXTRACT_MEGABYTES: integer(512, 64, 8_192),
    MEMORY_EXTRACT_TIMEOUT_MS: integer(120_000, 100, 3_600_000),
    MEMORY_EMBEDDING_MODEL: z.string().default('builtin/embed'),
    MEMORY_EMBEDDING_TIMEOUT_MS: integer(60_000, 100, 600_000),
    MEMORY_SEARCH_TIMEOUT_MS: integer(3_000, 10, 60_000),
    MEMORY_INGEST_QUEUE: z.string().default('default'),
    MEMORY_INGEST_PARALLEL: integer(1, 0, 32),
    MEMORY_INGEST_LEASE_MS: integer(30_000, 500, 600_000),
    MEMORY_INGEST_ATTEMPTS: integer(5, 1, 100),
    MEMORY_INGEST_RETRY_MS: integer(2_000, 1, 600_000),
  })
  .transform((environment) => ({
    linkSecret: new TextEncoder().encode(environment.MEMORY_LINK_SECRET),
    publicUrl: environment.MEMORY_PUBLIC_URL?.replace(/\/+$/u, '') ?? '',
    /** Bytes of one document. @default 50 MB */
    maximumBytes: environment.MEMORY_MAXIMUM_BYTES,
    reading: {
      maximumPages: environment.MEMORY_MAXIMUM_PAGES,
      /** UTF-16 code units of extracted text. */
      maximumCharacters: environment.MEMORY_MAXIMUM_CHARACTERS,
      /** Heap of the thread that reads foreign bytes. */
      memoryMegabytes: environment.MEMORY_EXTRACT_MEGABYTES,
      timeoutMs: environment.MEMORY_EXTRACT_TIMEOUT_MS,
    },
    /** Model of notebooks that name none. */
    embeddingModel: environment.MEMORY_EMBEDDING_MODEL,
    /** For a batch of passages. */
    embeddingTimeoutMs: environment.MEMORY_EMBEDDING_TIMEOUT_MS,
    /** A search that has no vector of its query by then answers by keyword, marked partial. */
    searchTimeoutMs: environment.MEMORY_SEARCH_TIMEOUT_MS,
    ingestion: {
      /** Documents added by this process wait here, and its workers look nowhere else: pools of workers, or tests, beside each other. */
      queue: environment.MEMORY_INGEST_QUEUE,
      /** Documents at once in this process; 0 = other processes do it. */
      parallel: environment.MEMORY_INGEST_PARALLEL,
      leaseMs: environment.MEMORY_INGEST_LEASE_MS,
      /** Of one stage, before the document counts as failed. */
      maximumAttempts: environment.MEMORY_INGEST_ATTEMPTS,
      /** Wait after the first failure that may pass; doubles with each. */
      retryMs: environment.MEMORY_INGEST_RETRY_MS,
    },
  }));

export type MemoryConfig = Readonly<z.infer<typeof schema>>;

/** @throws ConfigError with every problem at once */
export function memoryConfig(environment: Environment): MemoryConfig {
  return readConfig(schema, environment);
}
