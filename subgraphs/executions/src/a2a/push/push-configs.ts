import type { TaskPushNotificationConfig } from '@a2a-js/sdk';
import { RequestMalformedError, TaskNotFoundError } from '@a2a-js/sdk/errors';
import type { Outbox } from '@aether/common/graph';
import type { SafeFetchPolicy, Vault } from '@aether/common/security';
import type { Clock } from '@aether/common/service';
import type { VersionCall } from '../../accept/agent-versions.ts';
import { actorOf } from '../../access.ts';
import type { Doorbell } from '@aether/common/streams';
import type { PushConfigRecord } from '../../db/push-config-records.ts';
import { type PushConfigCause, pushConfigId, type PushConfigStore } from '../../db/push-config-store.ts';
import type { ExecutionRecord } from '../../db/records.ts';
import { type PushConfig, type PushSecrets, pushSecretsSchema, readPushConfig } from './push-config.ts';

const PURPOSE = 'push-notification';
/** Rung when there may be something to tell. */
export const PUSH_BELL = 'push-notifications';

export interface PushConfigsParts {
  readonly store: PushConfigStore;
  readonly outbox: Outbox;
  readonly vault: Vault;
  readonly policy: SafeFetchPolicy;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
}

type Cause = Pick<VersionCall, 'viewer' | 'requestId'>;
type Task = Pick<ExecutionRecord, 'tenantId' | 'id'>;

/** Push notification configurations of tasks. Their secrets are sealed and never told again. */
export class PushConfigs {
  readonly #parts: PushConfigsParts;

  constructor(parts: PushConfigsParts) {
    this.#parts = parts;
  }

  /** Before anything is done for it. @throws RequestMalformedError, AddressRefusedError */
  read(asked: TaskPushNotificationConfig): PushConfig {
    return readPushConfig(asked, this.#parts.policy);
  }

  /**
   * Made, or made anew under its name. One without a name has that of its task, as the SDKs of the protocol have it.
   * @param options.call of whoever registers it: what they may not see any more is not told
   * @param options.after number of the last event that the client knows, of a task that it has just begun; null = all until now
   * @throws RequestMalformedError when the task has as many as it may
   */
  async save(
    { tenantId, id: taskId }: Task,
    { configId: name, url, scheme, secrets }: PushConfig,
    { call, after }: { readonly call: Cause; readonly after: number | null },
  ): Promise<TaskPushNotificationConfig> {
    const { store, vault, doorbell, clock } = this.#parts;
    const configId = name ?? taskId;
    const at = clock.now();
    const sealedVersion = at.getTime();
    const isSecret = secrets.token !== '' || secrets.credentials !== '';
    const secretPlace = placeOf({ tenantId, id: pushConfigId(taskId, configId), sealedVersion });
    const sealed = isSecret ? await vault.seal(secretPlace, JSON.stringify(secrets)) : null;
    const { viewer } = call;
    const { userId, scopes } = viewer;
    const registrant = {
      createdById: actorOf(viewer),
      userId,
      scopes: [...scopes],
      apiKeyId: viewer.apiKey?.id ?? null,
    };
    const properties = { url, origin: new URL(url).origin, scheme, sealed, sealedVersion, ...registrant };
    const saved = await store.save({ tenantId, taskId, configId }, properties, { at, after, cause: this.#cause(call) });
    if (saved === null)
      throw new RequestMalformedError(
        `The task "${taskId}" has as many push notification configurations as it may: delete one first.`,
      );
    await doorbell.ring(PUSH_BELL, saved.id);
    return toConfig(saved);
  }

  /** @throws TaskNotFoundError */
  async find({ tenantId, id: taskId }: Task, configId: string): Promise<TaskPushNotificationConfig> {
    const configs = await this.#parts.store.list(tenantId, taskId);
    const found = configs.find((config) => config.configId === configId);
    if (found === undefined)
      throw new TaskNotFoundError(`The task "${taskId}" has no push notification configuration "${configId}".`);
    return toConfig(found);
  }

  async list({ tenantId, id: taskId }: Task): Promise<TaskPushNotificationConfig[]> {
    return (await this.#parts.store.list(tenantId, taskId)).map(toConfig);
  }

  async delete({ tenantId, id: taskId }: Task, configId: string, call: Cause): Promise<void> {
    await this.#parts.store.delete({ tenantId, taskId, configId }, this.#cause(call));
  }

  /** For the one request that needs them. @throws UnsealError */
  async open({ tenantId, id, sealed, sealedVersion }: PushConfigRecord): Promise<PushSecrets> {
    if (sealed === null) return { token: '', credentials: '' };
    const text = await this.#parts.vault.unseal(placeOf({ tenantId, id, sealedVersion }), sealed);
    return pushSecretsSchema.parse(JSON.parse(text));
  }

  #cause({ viewer, requestId }: Cause): PushConfigCause {
    return { outbox: this.#parts.outbox, actorId: actorOf(viewer), requestId };
  }
}

function placeOf({ tenantId, id, sealedVersion }: Pick<PushConfigRecord, 'tenantId' | 'id' | 'sealedVersion'>) {
  return { tenantId, recordId: id, version: sealedVersion, purpose: PURPOSE };
}

/** Without its secrets: whoever reads it later may be somebody else. */
function toConfig({ configId: id, taskId, url, scheme }: PushConfigRecord): TaskPushNotificationConfig {
  return {
    tenant: '',
    id,
    taskId,
    url,
    token: '',
    authentication: scheme === null ? undefined : { scheme, credentials: '' },
  };
}
