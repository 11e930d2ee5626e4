import type { Database, Outbox, TenantTransaction } from '@aether/common/graph';
import type { DomainEventType, ExecutionEventName } from '@aether/schema';
import { z } from 'zod';
import { type PushConfigRecord, pushConfigSchema } from './push-config-records.ts';
import {
  CHANGE_PUSH_CONFIG,
  CLAIM_PUSH_CONFIG,
  DELETE_PUSH_CONFIG,
  DELETE_PUSH_CONFIGS,
  DUE_PUSH_CONFIGS,
  EXPIRED_PUSH_CONFIGS,
  LOCK_PUSH_CONFIG,
  LOCK_TASK,
  NEXT_DUE_PUSH_CONFIG,
  PUSH_CONFIGS,
  PUSHED_EVENTS,
  SAVE_PUSH_CONFIG,
} from './push-config-statements.ts';
import { type StoredEvent, storedEventSchema } from './records.ts';

/** What a client says of a configuration, with its secrets sealed. */
export type PushConfigProperties = Pick<
  PushConfigRecord,
  'url' | 'origin' | 'scheme' | 'sealed' | 'sealedVersion' | 'createdById' | 'userId' | 'scopes' | 'apiKeyId'
>;

/** Which configuration of which task. */
export type PushConfigPlace = Pick<PushConfigRecord, 'tenantId' | 'taskId' | 'configId'>;

/** Who saves, deletes or withdraws one, and where that is told. */
export interface PushConfigCause {
  readonly outbox: Outbox;
  /** Null = Aether itself. */
  readonly actorId: string | null;
  readonly requestId: string | null;
}

export interface PushConfigChange {
  /** Milliseconds until it is looked at again; null = never; `news` = when its task tells a new state, at once when it did since the claim. */
  readonly dueInMs: number | 'news' | null;
  readonly changes: Partial<
    Pick<PushConfigRecord, 'seq' | 'attempts' | 'lastError' | 'endedAt' | 'isGivenUp' | 'sealed'>
  >;
}

/** Of one task. */
const MAXIMUM_CONFIGS = 10;

const row = z.object({ config: pushConfigSchema });
const task = z.object({ lastSeq: z.number(), endedAt: z.string().nullable(), queue: z.string() });
const key = z.object({ id: z.string() });
const dueRow = z.object({ tenantId: z.string(), id: z.string() });

/** Push notification configurations in Neo4j, and which of them have something to tell. */
export class PushConfigStore {
  readonly #database: Database;
  readonly #random: (bytes: number) => Uint8Array;
  readonly #queues: readonly string[];

  /** @param options.queues of the tasks that this process tells of */
  constructor(options: {
    readonly database: Database;
    readonly random: (bytes: number) => Uint8Array;
    readonly queues: readonly string[];
  }) {
    this.#queues = options.queues;
    this.#database = options.database;
    this.#random = options.random;
  }

  /**
   * From `after` on, or from now on, the changes of the task are told there; of one that has ended, its end.
   * @param after number of the last event that the client knows, of a task that it has just begun: what is there by this name already stays as it
   *   is, for its message was sent twice. Null = it knows all until now
   * @returns null when the task has as many as it may
   */
  async save(
    place: PushConfigPlace,
    properties: PushConfigProperties,
    { at, after, cause }: { readonly at: Date; readonly after: number | null; readonly cause: PushConfigCause },
  ): Promise<PushConfigRecord | null> {
    const { tenantId, taskId, configId } = place;
    const saved = await this.#database.tenant(tenantId).transaction(async (transaction) => {
      const [found] = await transaction.run(LOCK_TASK, { taskId, nonce: this.#nonce() }, task);
      if (found === undefined) return null;
      if (after !== null) {
        const rows = await transaction.run(PUSH_CONFIGS, { taskId }, row);
        const known = rows.find(({ config }) => config.configId === configId);
        if (known !== undefined) return known.config;
      }
      const isLast = found.endedAt !== null && after === null;
      const parameters = {
        taskId,
        configId,
        id: pushConfigId(taskId, configId),
        at: at.toISOString(),
        isLast,
        // Its end is its last event.
        seq: isLast ? found.lastSeq - 1 : (after ?? found.lastSeq),
        limit: MAXIMUM_CONFIGS,
        nonce: this.#nonce(),
        queue: found.queue,
        properties: { ...properties, attempts: 0 },
      };
      const [written] = await transaction.run(SAVE_PUSH_CONFIG, parameters, row);
      if (written === undefined) return null;
      await tell(transaction, cause, { ...place, origin: properties.origin, action: 'saved' });
      return written.config;
    });
    cause.outbox.ring();
    return saved;
  }

  async list(tenantId: string, taskId: string): Promise<readonly PushConfigRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(PUSH_CONFIGS, { taskId }, row);
    return rows.map(({ config }) => config);
  }

  /** Nothing when there is none. */
  async delete(place: PushConfigPlace, cause: PushConfigCause): Promise<void> {
    const { tenantId, taskId, configId } = place;
    await this.#database.tenant(tenantId).transaction(async (transaction) => {
      const [deleted] = await transaction.run(
        DELETE_PUSH_CONFIG,
        { taskId, configId },
        z.object({ origin: z.string() }),
      );
      if (deleted !== undefined) await tell(transaction, cause, { ...place, ...deleted, action: 'deleted' });
    });
    cause.outbox.ring();
  }

  /** @param busyOrigins whose configurations have to wait */
  due(
    limit: number,
    busyOrigins: readonly string[],
  ): Promise<readonly { readonly tenantId: string; readonly id: string }[]> {
    return this.#database.read(DUE_PUSH_CONFIGS, { queues: this.#queues, limit, busyOrigins }, dueRow);
  }

  /** Of those that wait to be tried again. One that has told all is due with the next state of its task. */
  async nextDueMs(): Promise<number | null> {
    const [next] = await this.#database.read(
      NEXT_DUE_PUSH_CONFIG,
      { queues: this.#queues },
      z.object({ inMs: z.number() }),
    );
    return next?.inMs ?? null;
  }

  claim(tenantId: string, id: string, leaseMs: number): Promise<PushConfigRecord | null> {
    return this.#database.tenant(tenantId).transaction(async (transaction) => {
      await transaction.run(LOCK_PUSH_CONFIG, { id, nonce: this.#nonce() }, key);
      const [claimed] = await transaction.run(CLAIM_PUSH_CONFIG, { id, leaseMs, claim: this.#nonce() }, row);
      return claimed?.config ?? null;
    });
  }

  /** Answers whether the claim still held. */
  async change(config: PushConfigRecord, change: PushConfigChange): Promise<boolean> {
    const parameters = this.#changing(config, change);
    const rows = await this.#database.tenant(config.tenantId).write(CHANGE_PUSH_CONFIG, parameters, key);
    return rows.length > 0;
  }

  /** Nothing more is told there, and the audit log has why. Answers whether the claim still held. */
  async withdraw(
    config: PushConfigRecord,
    changes: PushConfigChange['changes'],
    { reason, outbox }: { readonly reason: string; readonly outbox: Outbox },
  ): Promise<boolean> {
    const parameters = this.#changing(config, { changes, dueInMs: null });
    const isWritten = await this.#database.tenant(config.tenantId).transaction(async (transaction) => {
      const rows = await transaction.run(CHANGE_PUSH_CONFIG, parameters, key);
      if (rows.length === 0) return false;
      const { tenantId, taskId, configId, origin } = config;
      const about = { tenantId, taskId, configId, origin, action: 'withdrawn', reason } as const;
      await tell(transaction, { outbox, actorId: null, requestId: null }, about);
      return true;
    });
    outbox.ring();
    return isWritten;
  }

  /** Events of a run with these names, behind the last that was told. */
  events(
    { tenantId, taskId, seq }: Pick<PushConfigRecord, 'tenantId' | 'taskId' | 'seq'>,
    {
      names,
      until,
      limit,
    }: { readonly names: readonly ExecutionEventName[]; readonly until: number; readonly limit: number },
  ): Promise<readonly StoredEvent[]> {
    const parameters = { executionId: taskId, after: seq, until, names, limit };
    return this.#database.tenant(tenantId).read(PUSHED_EVENTS, parameters, storedEventSchema);
  }

  /** Those that ended before an instant are let go. Answers how many. */
  async deleteExpired(before: Date, limit: number): Promise<number> {
    const expired = await this.#database.read(EXPIRED_PUSH_CONFIGS, { before: before.toISOString(), limit }, dueRow);
    if (expired.length > 0) await this.#database.write(DELETE_PUSH_CONFIGS, { rows: expired }, key);
    return expired.length;
  }

  #changing({ id, claim, news }: PushConfigRecord, { changes, dueInMs }: PushConfigChange) {
    const isCaughtUp = dueInMs === 'news';
    return { id, claim, news, changes, isCaughtUp, dueInMs: isCaughtUp ? 0 : dueInMs, nonce: this.#nonce() };
  }

  #nonce(): string {
    return Buffer.from(this.#random(12)).toString('base64url');
  }
}

const ACTIONS = { saved: 'save', deleted: 'delete', withdrawn: 'withdraw' } as const;

/** For the audit log: never the path of the address, which may hold a secret, nor what is sealed. */
function tell(
  transaction: TenantTransaction,
  { outbox, actorId, requestId }: PushConfigCause,
  {
    taskId,
    configId,
    origin,
    action,
    reason,
  }: PushConfigPlace & { readonly origin: string; readonly action: keyof typeof ACTIONS; readonly reason?: string },
): Promise<void> {
  const type: DomainEventType = `aether.push-notification-config.${action}`;
  const about = { taskId, configId, origin, ...(reason === undefined ? {} : { reason }) };
  const audit = {
    action: `push-notification-config.${ACTIONS[action]}`,
    objectType: 'PushNotificationConfig',
    ...(action === 'deleted' ? { before: about } : { after: about }),
  };
  const data = { ...about, audit };
  return outbox.append(transaction, [{ type, subject: pushConfigId(taskId, configId), actorId, requestId, data }]);
}

/** One text, for the graph and for the vault. */
export function pushConfigId(taskId: string, configId: string): string {
  return `${taskId}/${configId}`;
}
