import { type Database, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import { type SealedRecord, sealedRow } from './credential-store.ts';
import type { Change } from './identity-changes.ts';

const TAKE_CONSENT = tenantStatement(
  'identity.take-consent',
  `MATCH (credential:Credential {tenantId: $tenantId, id: $id}) SET credential.updatedAt = $at
   WITH credential WHERE credential.consentHash = $hash AND credential.consentUserId = $userId
     AND credential.consentSessionId = $sessionId AND credential.consentUntilMs > $nowMs
   WITH credential, credential.consent AS consent
   SET credential.consent = null, credential.consentHash = null, credential.consentUserId = null,
     credential.consentSessionId = null, credential.consentUntilMs = null
   RETURN consent, credential {.*} AS credential, credential.sealed AS sealed, credential.vaultKeyId AS vaultKeyId`,
);
// The nonce makes both repeatable: a commit whose answer was lost is repeated and answers the same. The database's time: processes need not agree about theirs. A lease that has ended is anybody's.
const TAKE_REFRESH = tenantStatement(
  'identity.take-refresh',
  `MATCH (credential:Credential {tenantId: $tenantId, id: $id}) SET credential.refreshLock = $nonce
   WITH credential, datetime.realtime().epochMillis AS now
   WHERE credential.version = $version AND (credential.refreshOwner = $nonce OR coalesce(credential.refreshUntilMs, 0) <= now)
   SET credential.refreshOwner = $nonce, credential.refreshUntilMs = now + $leaseMs
   RETURN credential.id AS id`,
);
const END_REFRESH = tenantStatement(
  'identity.end-refresh',
  `MATCH (credential:Credential {tenantId: $tenantId, id: $id}) SET credential.refreshLock = $nonce
   WITH credential WHERE (credential.refreshOwner = $nonce AND credential.version = $version) OR credential.refreshEnded = $nonce
   SET credential += $properties, credential.refreshOwner = null, credential.refreshUntilMs = null, credential.refreshEnded = $nonce
   RETURN credential.id AS id`,
);

// Of the grant and the names that were looked at: another grant may hold them, or a sign-in may have been refused for them.
const ASK_FOR_SCOPES = tenantStatement(
  'identity.ask-for-scopes',
  `MATCH (credential:Credential {tenantId: $tenantId, id: $id}) SET credential.refreshLock = $id
   WITH credential WHERE credential.version = $version AND coalesce(credential.askedScopes, []) = $before
   SET credential.askedScopes = $askedScopes
   RETURN credential.id AS id`,
);

const consentRow = sealedRow.extend({ consent: z.string() });
const idRow = z.object({ id: z.string() });

/** What an OAUTH2 credential has beside its value: a consent on its way, and who refreshes its tokens now. */
export class GrantStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Once: who comes second, another person or another session finds nothing. */
  async takeConsent(
    change: Change,
    question: { readonly id: string; readonly hash: string; readonly userId: string; readonly sessionId: string },
  ): Promise<(SealedRecord & { readonly consent: string }) | null> {
    const parameters = { ...question, at: change.at, nowMs: change.nowMs };
    return (await change.transaction.run(TAKE_CONSENT, parameters, consentRow))[0] ?? null;
  }

  /** False: somebody else refreshes it now, or has done so. */
  async takeRefresh(
    tenantId: string,
    lease: { readonly id: string; readonly version: number; readonly nonce: string; readonly leaseMs: number },
  ): Promise<boolean> {
    return (await this.#database.tenant(tenantId).write(TAKE_REFRESH, lease, idRow)).length > 0;
  }

  /** False: the value, or what is asked for, is another now, and nothing was written. */
  async askForScopes(
    tenantId: string,
    asked: {
      readonly id: string;
      readonly version: number;
      readonly before: readonly string[];
      readonly askedScopes: readonly string[];
    },
  ): Promise<boolean> {
    return (await this.#database.tenant(tenantId).write(ASK_FOR_SCOPES, asked, idRow)).length > 0;
  }

  /** Writes what became of it and gives the lease back. False: it was lost, or the value is another now; nothing was written. */
  async endRefresh(
    change: Change,
    end: {
      readonly id: string;
      readonly version: number;
      readonly nonce: string;
      readonly properties: Readonly<Record<string, unknown>>;
    },
  ): Promise<boolean> {
    return (await change.transaction.run(END_REFRESH, { ...end }, idRow)).length > 0;
  }
}
