/** How a sender proves that it knows the secret. */
export const WEBHOOK_AUTHENTICATIONS = ['HMAC', 'BEARER'] as const;
export type WebhookAuthentication = (typeof WEBHOOK_AUTHENTICATIONS)[number];

/** What follows from failures. Both try again what may work later; DISABLE also stops the trigger after too many in a row. */
export const FAILURE_POLICIES = ['RETRY', 'DISABLE'] as const;
export type FailurePolicy = (typeof FAILURE_POLICIES)[number];

/** What its maker can set. */
export interface TriggerSettings {
  readonly name: string;
  /** Null = whatever is published. */
  readonly versionId: string | null;
  readonly authentication: WebhookAuthentication;
  readonly filter: string | null;
  readonly mapping: Readonly<Record<string, string>>;
  readonly deduplicationKey: string | null;
  readonly ratePerMinute: number;
  readonly budgetPerRun: number | null;
  readonly onFailure: FailurePolicy;
  readonly failureLimit: number;
}

/** A trigger as the record keeps it; its secrets are sealed. */
export interface TriggerRecord extends TriggerSettings {
  readonly tenantId: string;
  readonly id: string;
  readonly agentId: string;
  readonly revision: number;
  readonly enabled: boolean;
  /** Failed deliveries since the last one that started a run. */
  readonly failures: number;
  readonly lastError: string | null;
  readonly lastDeliveryAt: string | null;
  readonly secret: string;
  readonly secretVersion: number;
  /** Works until it ends, after a rotation with overlap. */
  readonly previousSecret: string | null;
  readonly previousSecretEndsAtMs: number | null;
  readonly createdById: string;
  /** Scopes of the API key under which it was made; none = a person's session. Its runs may do no more. */
  readonly scopes: readonly string[];
  /** The API key with which it was made, whoever changes it later; null = made in a session. Its runs name it, as those that a key starts do. */
  readonly apiKeyId: string | null;
  readonly createdAt: string;
}

export const TRIGGER_LIMITS = {
  nameLength: 120,
  /** Letters of one expression. */
  expressionLength: 1_000,
  mappingFields: 50,
  ratePerMinute: 60_000,
  failureLimit: 1_000,
  overlapHours: 7 * 24,
} as const;

export const DEFAULT_RATE_PER_MINUTE = 1_000;
export const DEFAULT_FAILURE_LIMIT = 10;

export type TriggerStatus = 'HEALTHY' | 'DEGRADED' | 'DOWN' | 'UNKNOWN';

/** DOWN = its failures have switched it off; UNKNOWN = nothing has arrived yet. */
export function statusOf({ enabled, onFailure, failures, failureLimit, lastDeliveryAt }: TriggerRecord): TriggerStatus {
  if (!enabled && onFailure === 'DISABLE' && failures >= failureLimit) return 'DOWN';
  if (failures > 0) return 'DEGRADED';
  return lastDeliveryAt === null ? 'UNKNOWN' : 'HEALTHY';
}
