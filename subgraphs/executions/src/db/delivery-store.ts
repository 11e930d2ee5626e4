import type { BatchStatement, Database } from '@aether/common/graph';
import { z } from 'zod';
import type { DeliveryRecord, DeliveryStatus } from '../triggers/delivery.ts';
import {
  ACCEPT_DELIVERIES,
  DELIVERIES,
  DELIVERIES_BY_ID,
  DELIVERY,
  KEEP_DELIVERIES,
  SETTLE_DELIVERIES,
  TAKE_DUE_DELIVERIES,
} from './delivery-statements.ts';
import { deliverySchema } from './trigger-records.ts';

/** What a delivery does to its trigger's count of failures. */
export type DeliveryCounts = 'failure' | 'success' | 'nothing';

/** Something that arrived, with its outcome as far as it is known. */
export interface ArrivedRow {
  readonly delivery: DeliveryRecord;
  readonly counts: DeliveryCounts;
  readonly reason: string | null;
  /** Of what is to start a run: when another process may take it over, its key, and what it is when the key came before. */
  readonly start: {
    readonly dueAt: Date;
    readonly unless: { readonly key: string; readonly duplicate: DeliveryRecord } | null;
  } | null;
}

/** How starting a run ended: a status, or another attempt later. */
export interface SettledRow {
  readonly delivery: DeliveryRecord;
  readonly counts: DeliveryCounts;
  readonly reason: string | null;
  /** Null = settled. */
  readonly dueAt: Date | null;
}

/** Null = everything. */
export interface DeliveryConditions {
  readonly statuses: readonly DeliveryStatus[] | null;
  readonly since: string | null;
  readonly until: string | null;
}

/** The same value within this time is a duplicate. */
const KEY_KEPT_MS = 24 * 60 * 60 * 1_000; // 24 hours
/** Sorts after every id. */
const END = '\uFFFF';
const COUNTS = { failure: 1, success: -1, nothing: 0 } as const;

const row = z.object({ delivery: deliverySchema });
const arrived = z.object({ deliveryId: z.string(), firstId: z.string() });
const settled = z.object({ deliveryId: z.string() });

function stored(delivery: DeliveryRecord): Record<string, unknown> {
  const { stages, headers, body, input, ...plain } = delivery;
  return {
    ...plain,
    stages: JSON.stringify(stages),
    headers: JSON.stringify(headers),
    body: JSON.stringify(body),
    input: input === null ? null : JSON.stringify(input),
  };
}

/** Deliveries in Neo4j. Every write is one transaction over many rows, safe to repeat. */
export class DeliveryStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Answers the first delivery of each row's key, by delivery id: the row's own one, or an earlier one. */
  async arrive(rows: readonly ArrivedRow[]): Promise<ReadonlyMap<string, string>> {
    const keyed = rows.filter(({ start }) => start !== null && start.unless !== null);
    const others = rows.filter(({ start }) => start === null || start.unless === null);
    const answers = [
      ...(await this.#arrive(KEEP_DELIVERIES, others)),
      ...(await this.#arrive(ACCEPT_DELIVERIES, keyed)),
    ];
    return new Map(answers.map(({ deliveryId, firstId }) => [deliveryId, firstId]));
  }

  async settle(rows: readonly SettledRow[]): Promise<ReadonlySet<string>> {
    const parameters = {
      rows: rows.map(({ delivery, counts, reason, dueAt }) => ({
        tenantId: delivery.tenantId,
        deliveryId: delivery.id,
        triggerId: delivery.triggerId,
        counts: COUNTS[counts],
        reason,
        properties: {
          status: delivery.status,
          stages: JSON.stringify(delivery.stages),
          executionId: delivery.executionId,
          dueAtMs: dueAt?.getTime() ?? null,
        },
      })),
    };
    const written = await this.#database.write(SETTLE_DELIVERIES, parameters, settled);
    return new Set(written.map(({ deliveryId }) => deliveryId));
  }

  /** Deliveries of all tenants whose run waits; nobody else gets them for `leaseMs`. */
  async takeDue(now: Date, leaseMs: number, limit: number): Promise<readonly DeliveryRecord[]> {
    const parameters = { nowMs: now.getTime(), leaseMs, limit };
    return (await this.#database.write(TAKE_DUE_DELIVERIES, parameters, row)).map(({ delivery }) => delivery);
  }

  async find(tenantId: string, id: string): Promise<DeliveryRecord | null> {
    const [found] = await this.#database.tenant(tenantId).read(DELIVERY, { id }, row);
    return found?.delivery ?? null;
  }

  async findAll(tenantId: string, triggerId: string, ids: readonly string[]): Promise<readonly DeliveryRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(DELIVERIES_BY_ID, { triggerId, ids }, row);
    return rows.map(({ delivery }) => delivery);
  }

  /** Newest first. */
  async list(
    tenantId: string,
    triggerId: string,
    conditions: DeliveryConditions,
    page: { readonly beforeId: string | null; readonly limit: number },
  ): Promise<readonly DeliveryRecord[]> {
    const parameters = { triggerId, ...conditions, beforeId: page.beforeId ?? END, limit: page.limit };
    const rows = await this.#database.tenant(tenantId).read(DELIVERIES, parameters, row);
    return rows.map(({ delivery }) => delivery);
  }

  async #arrive(statement: BatchStatement, rows: readonly ArrivedRow[]): Promise<readonly z.infer<typeof arrived>[]> {
    if (rows.length === 0) return [];
    const parameters = {
      rows: rows.map(({ delivery, counts, reason, start }) => ({
        tenantId: delivery.tenantId,
        deliveryId: delivery.id,
        triggerId: delivery.triggerId,
        at: delivery.receivedAt,
        counts: COUNTS[counts],
        reason,
        properties: { ...stored(delivery), dueAtMs: start?.dueAt.getTime() ?? null },
        ...(start?.unless == null
          ? {}
          : {
              key: start.unless.key,
              duplicate: stored(start.unless.duplicate),
              nowMs: Date.parse(delivery.receivedAt),
              keyEndsAtMs: Date.parse(delivery.receivedAt) + KEY_KEPT_MS,
            }),
      })),
    };
    return this.#database.write(statement, parameters, arrived);
  }
}
