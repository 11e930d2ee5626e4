import type { Database, Outbox, TenantTransaction } from '@aether/common/graph';
import type { DomainEventType } from '@aether/schema';
import { z } from 'zod';
import type { TriggerRecord } from '../triggers/trigger.ts';
import { NextCall } from '../next-call.ts';
import { triggerSchema } from './trigger-records.ts';
import {
  CHANGE_TRIGGER,
  CREATE_TRIGGER,
  DELETE_TRIGGER,
  TRIGGER,
  TRIGGER_BY_ADDRESS,
  TRIGGERS,
} from './trigger-statements.ts';

/** Null = everything. */
export interface TriggerConditions {
  readonly createdById: string | null;
  readonly agentId: string | null;
  readonly enabled: boolean | null;
  /** Lower case. */
  readonly search: string | null;
}

/** Who changes a trigger, for the audit log. */
export interface TriggerCause {
  readonly tenantId: string;
  readonly actorId: string;
  readonly requestId: string;
  readonly at: string;
}

export type TriggerProperties = Partial<Omit<TriggerRecord, 'tenantId' | 'id' | 'revision'>>;

const row = z.object({ trigger: triggerSchema });
/** Sorts after every id. */
const END = '\uFFFF';

/** A map is one text in the graph. */
const stored = ({ mapping, ...properties }: TriggerProperties): Record<string, unknown> => ({
  ...properties,
  ...(mapping === undefined ? {} : { mapping: JSON.stringify(mapping) }),
});

/** What the log shows of a trigger: never its secrets, sealed or not. */
function audited({ name, agentId, enabled, authentication, filter, mapping }: TriggerRecord): Record<string, unknown> {
  return { name, agentId, enabled, authentication, filter, mapping };
}

/** Triggers in Neo4j. Each change is told in its own transaction. */
export class TriggerStore {
  readonly #database: Database;
  readonly #outbox: Outbox;
  /** Events of one trigger that come together share a look-up. */
  readonly #lookUps = new NextCall<TriggerRecord | null>();

  constructor(options: { readonly database: Database; readonly outbox: Outbox }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
  }

  /** The trigger that an address names, of whatever tenant. */
  byAddress(id: string): Promise<TriggerRecord | null> {
    return this.#lookUps.ask(
      id,
      async () => (await this.#database.read(TRIGGER_BY_ADDRESS, { id }, row))[0]?.trigger ?? null,
    );
  }

  find(tenantId: string, id: string): Promise<TriggerRecord | null> {
    const read = () => this.#database.tenant(tenantId).read(TRIGGER, { id }, row);
    return this.#lookUps.ask(`${tenantId}/${id}`, async () => (await read())[0]?.trigger ?? null);
  }

  /** Newest first. */
  async list(
    tenantId: string,
    conditions: TriggerConditions,
    page: { readonly beforeId: string | null; readonly limit: number },
  ): Promise<readonly TriggerRecord[]> {
    const parameters = { ...conditions, beforeId: page.beforeId ?? END, limit: page.limit };
    return (await this.#database.tenant(tenantId).read(TRIGGERS, parameters, row)).map(({ trigger }) => trigger);
  }

  async create(cause: TriggerCause, id: string, properties: TriggerProperties): Promise<TriggerRecord> {
    const made = await this.#write(cause, 'aether.trigger.created', 'trigger.create', async (transaction) => {
      const all = { ...stored(properties), type: 'WEBHOOK', revision: 1, createdAt: cause.at, updatedAt: cause.at };
      const [created] = await transaction.run(CREATE_TRIGGER, { id, properties: all }, row);
      return created?.trigger ?? null;
    });
    if (made === null) throw new Error('A trigger that was made did not come back.');
    return made;
  }

  /** Null = it is gone, or has another revision. */
  change(
    cause: TriggerCause,
    trigger: Pick<TriggerRecord, 'id'>,
    changes: TriggerProperties,
    options: {
      readonly expectedRevision?: number;
      readonly told?: 'aether.trigger.updated' | 'aether.trigger.secret-rotated';
    } = {},
  ): Promise<TriggerRecord | null> {
    const { expectedRevision = null, told = 'aether.trigger.updated' } = options;
    const action = told === 'aether.trigger.updated' ? 'trigger.update' : 'trigger.rotate-secret';
    return this.#write(cause, told, action, async (transaction) => {
      const parameters = { id: trigger.id, expectedRevision, changes: stored(changes), at: cause.at };
      const [changed] = await transaction.run(CHANGE_TRIGGER, parameters, row);
      return changed?.trigger ?? null;
    });
  }

  /** False when there is none to delete. */
  async delete(cause: TriggerCause, id: string): Promise<boolean> {
    const deleted = await this.#write(cause, 'aether.trigger.deleted', 'trigger.delete', async (transaction) => {
      const [found] = await transaction.run(DELETE_TRIGGER, { id, at: cause.at }, row);
      return found?.trigger ?? null;
    });
    return deleted !== null;
  }

  async #write(
    { tenantId, actorId, requestId }: TriggerCause,
    type: DomainEventType,
    action: string,
    work: (transaction: TenantTransaction) => Promise<TriggerRecord | null>,
  ): Promise<TriggerRecord | null> {
    const written = await this.#database.tenant(tenantId).transaction(async (transaction) => {
      const trigger = await work(transaction);
      if (trigger === null) return null;
      const audit = { action, objectType: 'Trigger', after: audited(trigger) };
      const data = { triggerId: trigger.id, agentId: trigger.agentId, audit };
      await this.#outbox.append(transaction, [{ type, subject: trigger.id, actorId, requestId, data }]);
      return trigger;
    });
    if (written !== null) this.#outbox.ring();
    return written;
  }
}
