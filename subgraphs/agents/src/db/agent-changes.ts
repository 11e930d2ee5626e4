import {
  type Database,
  type DomainEvent,
  type Outbox,
  type TenantTransaction,
  claimIdempotencyKey,
  tenantStatement,
} from '@aether/common/graph';
import { type Clock, NotFoundError } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import type { IdSource } from '@aether/schema';
import { z } from 'zod';
import { type AgentAction, verdictOf } from '../agent/agent-actions.ts';
import { type AgentEventRecord, type KeptAgentEvent, agentChannel } from '../agent/agent-event.ts';
import { type AgentRecord, actorOf, sightOf } from '../agent/agent.ts';
import type { DraftRecord } from '../agent/draft.ts';
import { ActionRefusedError } from '../errors.ts';
import type { Cause } from '../events/cause.ts';
import { AGENT } from './agent-column.ts';
import { agentAndDraftRow } from './rows.ts';
import { VISIBLE } from './visible.ts';

// Writing the tenant that is there already changes nothing and takes the node's lock, so what is read after it cannot be older than
// another write that held the lock.
const LOCK = tenantStatement(
  'agents.lock-agent',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId}) WHERE ${VISIBLE}
   SET agent.tenantId = $tenantId
   WITH agent
   MATCH (draft:AgentDraft {tenantId: $tenantId, agentId: $agentId})
   RETURN ${AGENT}, draft {.*} AS draft`,
);
const APPEND = tenantStatement(
  'agents.append-agent-event',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $agentId})
   SET agent.lastSeq = $seq, agent.updatedAt = $at
   CREATE (:AgentEvent {tenantId: $tenantId, id: $id, agentId: $agentId, seq: $seq, at: $at, name: $name, data: $data})
   WITH agent
   OPTIONAL MATCH (old:AgentEvent {tenantId: $tenantId, agentId: $agentId, seq: $seq - $kept})
   DELETE old
   RETURN agent.lastSeq AS seq`,
);

/** One agent, locked, inside the transaction of a write. What is recorded and told is written with it, and heard after the commit. */
export interface AgentChange {
  readonly transaction: TenantTransaction;
  readonly agent: AgentRecord;
  readonly draft: DraftRecord;
  readonly cause: Cause;
  /** Instant of the write. */
  readonly at: string;
  /** Adds an event to the stream of the agent. */
  record(event: KeptAgentEvent): Promise<void>;
  /** Adds an event to the outbox. */
  tell(event: DomainEvent): void;
  /** Ends the stream of the agent: it was deleted. */
  end(): void;
}

export interface AgentWrite {
  readonly agentId: string;
  /** What the viewer must be allowed to do with it. */
  readonly action: AgentAction;
  /** A write with a key that was sent before is not made again. */
  readonly idempotency?: { readonly operation: string; readonly key: string; readonly inputHash: string };
}

export interface AgentChangesOptions {
  readonly database: Database;
  readonly outbox: Outbox;
  readonly streams: Streams;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Events of one agent that are kept; older ones are replaced by `ResyncRequired`. */
  readonly keptEvents: number;
}

/** Every write to an agent that exists goes through here: lock, look, right, work, events, outbox, bell. */
export class AgentChanges {
  readonly #options: AgentChangesOptions;

  constructor(options: AgentChangesOptions) {
    this.#options = options;
  }

  /**
   * @returns null when the idempotency key says that it was made before
   * @throws NotFoundError when the viewer sees no such agent
   * @throws ActionRefusedError when the viewer may not do this with it
   */
  async change<Result>(
    cause: Cause,
    write: AgentWrite,
    work: (change: AgentChange) => Promise<Result>,
  ): Promise<Result | null> {
    const { database, outbox, streams, clock, ids } = this.#options;
    const { viewer } = cause;
    let heard: AgentEventRecord[] = [];
    let told: DomainEvent[] = [];
    let ended = false;
    const result = await database.tenant(viewer.tenantId).transaction(async (transaction) => {
      // The work may run again after a deadlock: it starts with nothing told.
      heard = [];
      told = [];
      ended = false;
      const now = clock.now();
      if (write.idempotency !== undefined) {
        const claim = { ...write.idempotency, actor: actorOf(viewer), resultId: ids('req'), nowMs: now.getTime() };
        if ((await claimIdempotencyKey(transaction, claim)) !== null) return null;
      }
      const at = now.toISOString();
      const [row] = await transaction.run(LOCK, { agentId: write.agentId, ...sightOf(viewer) }, agentAndDraftRow);
      if (row === undefined) throw new NotFoundError('agent', write.agentId);
      const verdict = verdictOf(write.action, viewer, row.agent);
      if (verdict.reason !== null) throw new ActionRefusedError(write.action, verdict.reason);
      const done = await work({
        transaction,
        ...row,
        cause,
        at,
        record: async (event) => {
          heard.push(
            await this.#append(transaction, {
              agentId: write.agentId,
              seq: row.agent.lastSeq + heard.length + 1,
              at,
              event,
            }),
          );
        },
        tell: (event) => told.push(event),
        end: () => {
          ended = true;
        },
      });
      await outbox.append(transaction, told);
      return done;
    });
    const channel = agentChannel(viewer.tenantId, write.agentId);
    for (const event of heard) streams.publish(channel, JSON.parse(JSON.stringify(event)));
    if (ended) streams.publish(channel, { deleted: true });
    if (told.length > 0) outbox.ring();
    return result;
  }

  async #append(
    transaction: TenantTransaction,
    entry: { readonly agentId: string; readonly seq: number; readonly at: string; readonly event: KeptAgentEvent },
  ): Promise<AgentEventRecord> {
    const { agentId, seq, at, event } = entry;
    const { name, ...data } = event;
    const parameters = {
      agentId,
      id: this.#options.ids('evt'),
      seq,
      at,
      name,
      data: JSON.stringify(data),
      kept: this.#options.keptEvents,
    };
    await transaction.run(APPEND, parameters, z.object({ seq: z.number() }));
    return { seq, at, event };
  }
}
