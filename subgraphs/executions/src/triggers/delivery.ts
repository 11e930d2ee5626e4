import type { StoredPayload } from '../payload.ts';

/**
 * ACCEPTED: a run is started, or will be. HELD: the trigger was not enabled; kept as a sample. DUPLICATE, FILTERED: no run was
 * wanted. UNMAPPABLE: no valid input came out. REJECTED: the sender did not prove itself; its body is not kept.
 */
export const DELIVERY_STATUSES = [
  'HELD',
  'REJECTED',
  'DUPLICATE',
  'FILTERED',
  'UNMAPPABLE',
  'ACCEPTED',
  'FAILED',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const DELIVERY_STAGES = ['received', 'verified', 'filtered', 'mapped', 'deduplicated', 'run'] as const;
export type DeliveryStageName = (typeof DELIVERY_STAGES)[number];

/** What happened at one stage and why. */
export interface DeliveryStage {
  readonly name: DeliveryStageName;
  readonly passed: boolean;
  readonly reason: string | null;
  readonly at: string;
}

/** Something that arrived at a trigger, kept with its outcome. */
export interface DeliveryRecord {
  readonly tenantId: string;
  readonly id: string;
  readonly triggerId: string;
  readonly status: DeliveryStatus;
  readonly stages: readonly DeliveryStage[];
  /** Secrets masked. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: StoredPayload;
  readonly input: Readonly<Record<string, unknown>> | null;
  readonly executionId: string | null;
  readonly replayOfId: string | null;
  readonly ipAddress: string | null;
  readonly receivedAt: string;
  /** Attempts to start its run. */
  readonly attempts: number;
}

/** Why it ended as it did; null = all went well. */
export function reasonOf({ stages }: Pick<DeliveryRecord, 'stages'>): string | null {
  return stages.findLast((stage) => !stage.passed)?.reason ?? null;
}
