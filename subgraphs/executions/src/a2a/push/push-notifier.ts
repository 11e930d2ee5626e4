import type { BlobStore } from '@aether/common/blobs';
import type { Outbox } from '@aether/common/graph';
import { serviceViewer, UnsealError } from '@aether/common/security';
import type { Clock, Logger } from '@aether/common/service';
import type { Permission } from '@aether/schema';
import type { ExecutionReader } from '../../db/execution-reader.ts';
import type { PushConfigRecord } from '../../db/push-config-records.ts';
import type { PushConfigChange, PushConfigStore } from '../../db/push-config-store.ts';
import type { ExecutionRecord, StoredEvent } from '../../db/records.ts';
import { ApiKeyWithdrawnError, RightsUnknownError, RightWithdrawnError } from '../../errors.ts';
import { LAST_EVENT, PUSHED_EVENTS } from '../../event.ts';
import { isEnded } from '../../execution.ts';
import type { PersonRights } from '../../rights/person-rights.ts';
import { isToldUnasked, keptArtifact } from '../kept-artifact.ts';
import { pushDelivered, pushFailed } from './events.ts';
import type { PushConfigs } from './push-configs.ts';
import { pushNotification } from './push-notification.ts';
import { PUSH_TIMEOUT_MS, type PushProblem, type PushSender } from './push-sender.ts';

/** Longer than one request takes; renewed after each. */
export const PUSH_LEASE_MS = 3 * PUSH_TIMEOUT_MS;
/** Failed attempts in a row after which an address is given up, half an hour to an hour after the first. */
const MAXIMUM_ATTEMPTS = 12;
const READER: readonly Permission[] = ['agent:run', 'execution:read'];
/** Events of one look: then others that wait have their turn. */
const PAGE = 5;
/** Requests of this process to one origin: a slow one leaves places to the others. */
const PARALLEL_OF_ORIGIN = 2;
/** Until one is looked at again whose registrant nobody could be asked about. */
const UNKNOWN_RIGHTS_MS = 30_000;
/** Until one is looked at again whose origin had no place. */
const NO_PLACE_MS = 250;

export interface PushNotifierParts {
  readonly store: PushConfigStore;
  readonly configs: PushConfigs;
  readonly sender: PushSender;
  readonly reader: ExecutionReader;
  readonly rights: PersonRights;
  readonly outbox: Outbox;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: (bytes: number) => Uint8Array;
  /** Pause after the first failed attempt, at most; each next one is twice as long. */
  readonly retryBaseMs: number;
}

/**
 * Tells one address what happened to its task, event by event from the record of the run: in order, and at least once. How far it came is
 * written after each answer, so a process that dies tells at most one event twice, and none never.
 */
export class PushNotifier {
  readonly #parts: PushNotifierParts;
  /** Claims of this process, by origin. */
  readonly #inWork = new Map<string, number>();

  constructor(parts: PushNotifierParts) {
    this.#parts = parts;
  }

  /** Origins that have all the places they may have. */
  get busyOrigins(): readonly string[] {
    return [...this.#inWork].flatMap(([origin, places]) => (places >= PARALLEL_OF_ORIGIN ? [origin] : []));
  }

  /** Never fails: what could not be written is done again after the lease. */
  async process(config: PushConfigRecord, stop: AbortSignal): Promise<void> {
    const { origin } = config;
    const places = this.#inWork.get(origin) ?? 0;
    if (places >= PARALLEL_OF_ORIGIN) return this.#handBack(config, NO_PLACE_MS);
    this.#inWork.set(origin, places + 1);
    try {
      await this.#try(config, stop);
    } finally {
      const left = (this.#inWork.get(origin) ?? 1) - 1;
      if (left === 0) this.#inWork.delete(origin);
      else this.#inWork.set(origin, left);
    }
  }

  async #try(config: PushConfigRecord, stop: AbortSignal): Promise<void> {
    const { logger } = this.#parts;
    try {
      await this.#tell(config, stop);
    } catch (error) {
      if (stop.aborted) return this.#handBack(config, 0);
      logger.warn(
        { err: error, executionId: config.taskId, configId: config.configId },
        'push notifications wait for the next look',
      );
    }
  }

  async #handBack(config: PushConfigRecord, dueInMs: number): Promise<void> {
    await this.#parts.store.change(config, { changes: {}, dueInMs }).catch(() => undefined);
  }

  async #tell(config: PushConfigRecord, stop: AbortSignal): Promise<void> {
    const { store, reader } = this.#parts;
    const execution = await reader.find(config.tenantId, config.taskId);
    if (execution === null) return void (await this.#end(config, {}));
    const { lastSeq: until } = execution;
    const events = await store.events(config, { names: PUSHED_EVENTS, until, limit: PAGE });
    if (events.length > 0) {
      const lost = await this.#lostRight(config);
      if (lost === 'unknown') return this.#handBack(config, UNKNOWN_RIGHTS_MS);
      if (lost !== null) return this.#withdraw(config, lost);
    }
    let { attempts } = config;
    for (const event of events) {
      stop.throwIfAborted();
      const problem = await this.#send(config, execution, event, stop);
      if (problem !== null) return this.#fail({ ...config, attempts }, problem);
      pushDelivered(this.#parts.logger, config);
      if (event.name === LAST_EVENT) return void (await this.#end(config, { seq: event.seq }));
      attempts = 0;
      const told = { seq: event.seq, attempts, lastError: null };
      // Deleted or changed meanwhile: nothing more is told by what it was.
      if (!(await store.change(config, { changes: told, dueInMs: PUSH_LEASE_MS }))) return;
    }
    if (events.length === PAGE) await store.change(config, { changes: {}, dueInMs: 0 });
    // Its last event is not kept any more.
    else if (isEnded(execution.status)) await this.#end(config, { seq: until });
    else await store.change(config, { changes: { seq: until }, dueInMs: 'news' });
  }

  /** Whoever registered it is told, in effect, what the run does: as long as they may run and read, and their key counts. Null = they may. */
  async #lostRight({ tenantId, taskId, userId, scopes, apiKeyId }: PushConfigRecord): Promise<string | null> {
    try {
      await this.#parts.rights.require({ ...serviceViewer(tenantId), userId, scopes }, READER, taskId, apiKeyId);
      return null;
    } catch (error) {
      if (error instanceof RightWithdrawnError) return 'Whoever registered it has lost the right to read the task.';
      if (error instanceof ApiKeyWithdrawnError)
        return 'The API key that it was registered with was revoked or has expired.';
      if (error instanceof RightsUnknownError) return 'unknown';
      throw error;
    }
  }

  async #send(
    config: PushConfigRecord,
    execution: ExecutionRecord,
    event: StoredEvent,
    stop: AbortSignal,
  ): Promise<PushProblem | null> {
    const { configs, sender, blobs, logger } = this.#parts;
    try {
      const artifact =
        event.name === LAST_EVENT && isToldUnasked(execution) ? await keptArtifact(blobs, execution) : null;
      const notification = pushNotification(execution, event, artifact);
      return await sender.send(config, await configs.open(config), notification, stop);
    } catch (error) {
      stop.throwIfAborted();
      if (error instanceof UnsealError) return { reason: 'Its sealed token cannot be opened.', isFinal: false };
      // Whatever it is, it counts: nothing is tried for ever.
      logger.warn({ err: error, executionId: config.taskId }, 'a push notification could not be made');
      return { reason: 'The notification could not be made; the log says why.', isFinal: false };
    }
  }

  async #fail(config: PushConfigRecord, { reason, isFinal }: PushProblem): Promise<void> {
    const { store, logger, random, retryBaseMs } = this.#parts;
    const attempts = config.attempts + 1;
    const isGivenUp = isFinal || attempts >= MAXIMUM_ATTEMPTS;
    const failed = { attempts, lastError: reason };
    const isWritten = isGivenUp
      ? await this.#end(config, { ...failed, isGivenUp })
      : await store.change(config, { changes: failed, dueInMs: pauseMs(attempts, retryBaseMs, random(1)[0] ?? 0) });
    if (isWritten) pushFailed(logger, config, reason, isGivenUp);
  }

  async #withdraw(config: PushConfigRecord, reason: string): Promise<void> {
    const { store, outbox, logger } = this.#parts;
    const changes = { ...this.#ended(), lastError: reason, isGivenUp: true };
    if (await store.withdraw(config, changes, { reason, outbox })) pushFailed(logger, config, reason, true);
  }

  #end(config: PushConfigRecord, changes: PushConfigChange['changes']): Promise<boolean> {
    return this.#parts.store.change(config, { changes: { ...changes, ...this.#ended() }, dueInMs: null });
  }

  /** What is not told any more needs no secrets. */
  #ended(): PushConfigChange['changes'] {
    return { endedAt: this.#parts.clock.now().toISOString(), sealed: null };
  }
}

/**
 * Between half of base · 2ⁿ and all of it: what failed together comes back one by one, and the sum stays known.
 * @param random one random byte, 0 to 255
 */
function pauseMs(attempts: number, baseMs: number, random: number): number {
  return Math.round(baseMs * 2 ** (attempts - 1) * (0.5 + random / 510));
}
