import { z } from 'zod';
import { optional } from './optional.ts';

/** Where the changes of one task are told to. */
export const pushConfigSchema = z.object({
  tenantId: z.string(),
  /** `<task>/<configuration>` */
  id: z.string(),
  taskId: z.string(),
  /** As the client calls it; one task may have several. */
  configId: z.string(),
  url: z.string(),
  origin: z.string(),
  /** Of HTTP authentication; null = the address asks for none. */
  scheme: optional(z.string()),
  /** Token and credentials, sealed; null = there are none, or nothing is told any more. */
  sealed: optional(z.string()),
  /** Number of the sealed value, for the vault. */
  sealedVersion: z.number(),
  /** Number of the last event that was told, or that there was nothing to tell of. */
  seq: z.number(),
  /** Tries of the next event that failed. */
  attempts: z.number(),
  /** Name of the last claim, never the same twice, also of one that was deleted and made again: a write under another is refused. */
  claim: optional(z.string()),
  /** How often its task has told a new state. */
  news: z.number(),
  lastError: optional(z.string()),
  createdAt: z.string(),
  /** Whoever saved it last: what they may not see any more is not told. */
  createdById: z.string(),
  /** Null = a service account. */
  userId: optional(z.string()),
  scopes: z.array(z.string()),
  apiKeyId: optional(z.string()),
  /** When the last event was told, or the address was given up. */
  endedAt: optional(z.string()),
  isGivenUp: optional(z.boolean()).transform((isGivenUp) => isGivenUp ?? false),
});

export type PushConfigRecord = z.infer<typeof pushConfigSchema>;
