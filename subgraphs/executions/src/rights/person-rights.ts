import { serviceViewer, type Viewer } from '@aether/common/security';
import {
  type Clock,
  type InternalOperations,
  type Logger,
  PlatformError,
  type ServiceParts,
} from '@aether/common/service';
import { type Permission, PrincipalOfUserDocument } from '@aether/schema';
import { ApiKeyWithdrawnError, RightsUnknownError, RightWithdrawnError } from '../errors.ts';
import { NextCall } from '../next-call.ts';

/** A right that was withdrawn is at most this long used on. */
const KEPT_MS = 30_000;
const MAXIMUM_PEOPLE = 5_000;

interface Known {
  /** Null = not active any more. */
  readonly rights: Pick<Viewer, 'roleKey' | 'departmentId' | 'teamIds' | 'permissions'> | null;
  /** The key that was asked about, while it counts. */
  readonly apiKeyId: string | null;
  readonly askedAtMs: number;
}

interface Asked extends Pick<Viewer, 'tenantId' | 'scopes'> {
  readonly userId: string;
  readonly apiKeyId: string | null;
}

/**
 * What the people may do now in whose names runs act. A run is accepted with rights of its time, and lives for up to a day: identity is asked
 * again when a worker takes it up and before each call that may change something.
 */
export class PersonRights {
  readonly #operations: InternalOperations;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #known = new Map<string, Known>();
  readonly #asking = new NextCall<Known>();

  constructor({ operations, clock, logger }: Pick<ServiceParts, 'operations' | 'clock' | 'logger'>) {
    this.#operations = operations;
    this.#clock = clock;
    this.#logger = logger;
  }

  /**
   * The viewer for whom a worker takes a run up. While identity does not answer, the run begins with the rights that it was accepted with: before
   * it changes anything, it asks again.
   * @throws RightWithdrawnError
   */
  async atClaim(viewer: Viewer, executionId: string): Promise<Viewer> {
    try {
      return await this.require(viewer, ['agent:run'], executionId);
    } catch (error) {
      if (!(error instanceof RightsUnknownError)) throw error;
      this.#logger.warn({ err: error, executionId }, 'a run begins without a look at its rights');
      return viewer;
    }
  }

  /** @throws RightWithdrawnError, RightsUnknownError */
  async mayWrite(viewer: Viewer, executionId: string): Promise<void> {
    await this.require(viewer, ['agent:run', 'tool:use'], executionId);
  }

  /**
   * The viewer with what is left of its rights: never more than it had when the run was accepted.
   * @param apiKeyId of a key that must still be in use, beside the person; null = none need be: a run goes on when its key is revoked
   * @throws RightWithdrawnError when one of the permissions is gone, or the person
   * @throws ApiKeyWithdrawnError
   * @throws RightsUnknownError when identity does not answer
   */
  async require(
    viewer: Viewer,
    permissions: readonly Permission[],
    executionId: string,
    apiKeyId: string | null = null,
  ): Promise<Viewer> {
    const { userId } = viewer;
    // Service accounts have no person whom identity could name.
    if (userId === null) return viewer;
    const { rights, ...known } = await this.#rightsOf({ ...viewer, userId, apiKeyId }, executionId);
    if (rights === null) throw new RightWithdrawnError(userId, null);
    if (apiKeyId !== null && known.apiKeyId !== apiKeyId) throw new ApiKeyWithdrawnError(apiKeyId);
    const withdrawn = permissions.find((permission) => !rights.permissions.includes(permission));
    if (withdrawn !== undefined) throw new RightWithdrawnError(userId, withdrawn);
    return {
      ...viewer,
      roleKey: rights.roleKey,
      departmentId: rights.departmentId === viewer.departmentId ? viewer.departmentId : null,
      teamIds: viewer.teamIds.filter((team) => rights.teamIds.includes(team)),
      permissions: viewer.permissions.filter((permission) => rights.permissions.includes(permission)),
    };
  }

  async #rightsOf({ tenantId, userId, scopes, apiKeyId }: Asked, executionId: string): Promise<Known> {
    const key = JSON.stringify([tenantId, userId, scopes, apiKeyId]);
    const known = this.#known.get(key);
    if (known !== undefined && this.#clock.monotonicMs() - known.askedAtMs < KEPT_MS) return known;
    try {
      return await this.#asking.ask(key, () => this.#ask(key, { tenantId, userId, scopes, apiKeyId }, executionId));
    } catch (error) {
      throw new RightsUnknownError(userId, error instanceof PlatformError ? error : null);
    }
  }

  async #ask(key: string, { tenantId, userId, scopes, apiKeyId }: Asked, requestId: string): Promise<Known> {
    // Before the question: the answer is at least as new.
    const askedAtMs = this.#clock.monotonicMs();
    const { principalOfUser } = await this.#operations.call(
      PrincipalOfUserDocument,
      { userId, scopes: [...scopes], apiKeyId },
      { onBehalfOf: serviceViewer(tenantId), requestId },
    );
    const known: Known = {
      askedAtMs,
      apiKeyId: principalOfUser?.apiKeyId ?? null,
      rights:
        principalOfUser === null ? null : { ...principalOfUser, departmentId: principalOfUser.departmentId ?? null },
    };
    if (this.#known.size >= MAXIMUM_PEOPLE) this.#known.clear();
    this.#known.set(key, known);
    return known;
  }
}
