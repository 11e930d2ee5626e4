import { setTimeout as pause } from 'node:timers/promises';
import type { Vault } from '@aether/common/security';
import { type Clock, NotFoundError, PlatformError } from '@aether/common/service';
import { systemCause } from '../cause.ts';
import { type CredentialRecord, statusOf } from '../credential.ts';
import type { CredentialStore, SealedRecord } from '../db/credential-store.ts';
import type { GrantStore } from '../db/grant-store.ts';
import type { IdentityChanges } from '../db/identity-changes.ts';
import { sealFor, STORED } from '../vault-places.ts';
import { NeedsAuthError, RefreshStalledError } from './errors.ts';
import { granted, grantEnds } from './granted.ts';
import type { OAuthClient } from './oauth-client.ts';
import { type OAuthGrant, oauthGrantSchema } from './oauth-grant.ts';

/** A token that ends sooner than this is refreshed before it is given out. */
const EARLY_MS = 60_000;
/** One that lasts at least this long is still given out while somebody else refreshes it. */
const USABLE_MS = 10_000;
/** Longer than a refresh may take, so that two are never under way. */
const LEASE_MS = 20_000;
const LOOK_MS = 100;
/** Errors of RFC 6749 §5.2 that no repetition mends: the grant is gone, or we are not its client any more. */
const GRANT_LOST: readonly string[] = ['invalid_grant', 'invalid_client', 'unauthorized_client'];

export interface AccessToken {
  readonly token: string;
  /** Of the credential: it rises with each refresh. */
  readonly version: number;
  /** Of the only server that takes it; null = of a grant that was stored by hand. */
  readonly resource: string | null;
}

interface Lease {
  readonly tenantId: string;
  readonly credential: CredentialRecord;
  readonly nonce: string;
}

export interface AccessTokensParts {
  readonly credentials: CredentialStore;
  readonly grants: GrantStore;
  readonly changes: IdentityChanges;
  readonly vault: Vault;
  readonly client: OAuthClient;
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
}

/** Access tokens of OAUTH2 credentials, refreshed before they end. Of one credential one refresh is under way, in whatever process. */
export class AccessTokens implements AsyncDisposable {
  readonly #parts: AccessTokensParts;
  /** In this process the first who asks refreshes, and all others wait for that. */
  readonly #refreshing = new Map<string, Promise<void>>();

  constructor(parts: AccessTokensParts) {
    this.#parts = parts;
  }

  /**
   * @param refusedVersion the server did not take the token of this version: it gets another one
   * @throws NeedsAuthError when only a person can get a token
   */
  async of(tenantId: string, found: SealedRecord, refusedVersion: number | null): Promise<AccessToken> {
    const untilMs = this.#parts.clock.monotonicMs() + 2 * LEASE_MS;
    for (let current = found; ; current = await this.#read(tenantId, current.credential.id)) {
      const { credential } = current;
      if (statusOf(credential, this.#parts.clock.now()) !== 'ACTIVE')
        throw new NeedsAuthError(credential.name, reasonOf(credential));
      const grant = await this.#open(tenantId, current);
      const leftMs = credential.version === refusedVersion ? 0 : this.#leftMs(grant);
      const { accessToken: token, resource = null } = grant;
      const early = grant.refreshToken === undefined ? 0 : EARLY_MS;
      if (token !== undefined && leftMs > early) return { token, version: credential.version, resource };
      const refreshing = this.#refreshOnce(tenantId, current, grant);
      if (token !== undefined && leftMs > USABLE_MS) {
        // Nobody waits for the next one while this one is good; when that cannot be had, whoever comes later is told.
        refreshing.catch(() => {});
        return { token, version: credential.version, resource };
      }
      if (await refreshing) continue;
      if (this.#parts.clock.monotonicMs() > untilMs) throw new RefreshStalledError(credential.name);
      await pause(LOOK_MS);
    }
  }

  /** Waits for what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#refreshing.values());
  }

  #leftMs({ accessToken, accessUntilMs }: OAuthGrant): number {
    if (accessToken === undefined) return 0;
    return accessUntilMs === undefined ? Number.POSITIVE_INFINITY : accessUntilMs - this.#parts.clock.now().getTime();
  }

  /** @returns whether it was refreshed; false = another process is at it */
  async #refreshOnce(tenantId: string, current: SealedRecord, grant: OAuthGrant): Promise<boolean> {
    const { credential } = current;
    const key = `${tenantId}/${credential.id}`;
    const known = this.#refreshing.get(key);
    if (known !== undefined) {
      await known;
      return true;
    }
    const nonce = await this.#lease(tenantId, credential);
    if (nonce === null) return false;
    const work = this.#refresh(tenantId, credential, nonce, grant).finally(() => this.#refreshing.delete(key));
    this.#refreshing.set(key, work);
    await work;
    return true;
  }

  async #refresh(tenantId: string, credential: CredentialRecord, nonce: string, grant: OAuthGrant): Promise<void> {
    const { refreshToken, tokenUrl } = grant;
    const lease = { tenantId, credential, nonce };
    if (refreshToken === undefined || tokenUrl === undefined) {
      await this.#lost(lease);
      throw new NeedsAuthError(credential.name, 'its token has ended, and there is none to renew it with');
    }
    try {
      const tokens = await this.#parts.client.refresh({ ...grant, refreshToken, tokenUrl });
      await this.#renewed(lease, granted(grant, tokens, this.#parts.clock.now().getTime()));
    } catch (error) {
      if (!(error instanceof PlatformError) || !GRANT_LOST.includes(String(error.facts['error']))) {
        await this.#end(lease, {}, null);
        throw error;
      }
      await this.#lost(lease);
      throw new NeedsAuthError(credential.name, 'the grant was withdrawn or has ended');
    }
  }

  /** Null = another process has it. */
  async #lease(tenantId: string, { id, version }: CredentialRecord): Promise<string | null> {
    const nonce = Buffer.from(this.#parts.random(12)).toString('base64url');
    const isOurs = await this.#parts.grants.takeRefresh(tenantId, { id, version, nonce, leaseMs: LEASE_MS });
    return isOurs ? nonce : null;
  }

  async #renewed(lease: Lease, grant: OAuthGrant): Promise<void> {
    const { id, version: before } = lease.credential;
    const version = before + 1;
    const place = { tenantId: lease.tenantId, recordId: id, version, purpose: STORED };
    const sealed = await sealFor(this.#parts.vault, place, JSON.stringify(grant));
    await this.#end(lease, { ...sealed, version, expiresAt: grantEnds(grant) }, null);
  }

  #lost(lease: Lease): Promise<void> {
    return this.#end(lease, { status: 'EXPIRED' }, 'credential-expired');
  }

  /** Gives the lease back, with what became of the credential. */
  async #end(
    { tenantId, credential, nonce }: Lease,
    properties: Readonly<Record<string, unknown>>,
    told: 'credential-expired' | null,
  ): Promise<void> {
    const { changes, grants } = this.#parts;
    const { id, version, status } = credential;
    await changes.change(systemCause(tenantId), async (change) => {
      const isOurs = await grants.endRefresh(change, { id, version, nonce, properties });
      if (isOurs && told !== null) change.tell(told, { subject: id, before: { status }, after: properties });
    });
  }

  async #read(tenantId: string, id: string): Promise<SealedRecord> {
    const found = await this.#parts.credentials.sealed(tenantId, id);
    if (found === null) throw new NotFoundError('credential', id);
    return found;
  }

  async #open(tenantId: string, { credential, sealed }: SealedRecord): Promise<OAuthGrant> {
    const place = { tenantId, recordId: credential.id, version: credential.version, purpose: STORED };
    return oauthGrantSchema.parse(JSON.parse(await this.#parts.vault.unseal(place, sealed)));
  }
}

function reasonOf({ status }: CredentialRecord): string {
  return status === 'AUTHORIZATION_PENDING' ? 'nobody has done so yet' : 'what was granted has ended';
}
