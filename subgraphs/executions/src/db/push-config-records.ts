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
  /** Raised by every claim; a write under a lower one is refused. */
  fence: z.number(),
  lastError: optional(z.string()),
  createdAt: z.string(),
  /** When the last event was told, or the address was given up. */
  endedAt: optional(z.string()),
  isGivenUp: optional(z.boolean()).transform((isGivenUp) => isGivenUp ?? false),
});

export type PushConfigRecord = z.infer<typeof pushConfigSchema>;
