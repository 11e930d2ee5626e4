import { z } from 'zod';

/** How long what is kept, in milliseconds since the run ended, or the delivery came. */
export interface RetentionConfig {
  /** The pieces of a streamed text; then they are folded into one. */
  readonly deltaMs: number;
  readonly eventMs: number;
  /** Inputs, prompts, results and outputs; who ran what, when, how it ended and what it cost stays. */
  readonly payloadMs: number;
  readonly deliveryMs: number;
  /** Files that runs made, since they were made. */
  readonly artifactMs: number;
  /** What services tell each other in the outbox, since it happened; also how long a consumer may be away without a loss. */
  readonly outboxMs: number;
  /** Mean pause between two looks, jittered by a quarter. */
  readonly pauseMs: number;
}

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
const days = z.coerce.number().int().min(1).max(3_650).default(90);

export const retentionVariables = z.object({
  EXECUTIONS_DELTA_HOURS: z.coerce.number().int().min(1).max(8_760).default(24),
  EXECUTIONS_EVENT_DAYS: days,
  EXECUTIONS_PAYLOAD_DAYS: days,
  EXECUTIONS_DELIVERY_DAYS: days,
  EXECUTIONS_ARTIFACT_DAYS: z.coerce.number().int().min(1).max(3_650).default(365),
  EXECUTIONS_OUTBOX_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
  EXECUTIONS_RETENTION_MS: z.coerce.number().int().min(1_000).max(DAY_MS).default(60_000),
});

export function retentionConfig(env: z.infer<typeof retentionVariables>): RetentionConfig {
  return {
    deltaMs: env.EXECUTIONS_DELTA_HOURS * HOUR_MS,
    eventMs: env.EXECUTIONS_EVENT_DAYS * DAY_MS,
    payloadMs: env.EXECUTIONS_PAYLOAD_DAYS * DAY_MS,
    deliveryMs: env.EXECUTIONS_DELIVERY_DAYS * DAY_MS,
    artifactMs: env.EXECUTIONS_ARTIFACT_DAYS * DAY_MS,
    outboxMs: env.EXECUTIONS_OUTBOX_DAYS * DAY_MS,
    pauseMs: env.EXECUTIONS_RETENTION_MS,
  };
}
