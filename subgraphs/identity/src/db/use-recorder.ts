import { type BatchStatement, batchStatement, type Database, GroupCommitWriter } from '@aether/common/graph';
import type { Logger } from '@aether/common/service';
import { z } from 'zod';

const SESSIONS = batchStatement(
  'identity.sessions-seen',
  `UNWIND $rows AS row
   MATCH (session:Session {tenantId: row.tenantId, id: row.id}) WHERE session.revokedAt IS NULL
   SET session.lastSeenAt = row.at, session.expiresAtMs = row.expiresAtMs
   WITH row MATCH (user:User {tenantId: row.tenantId, id: row.userId})
   SET user.lastSeenAt = row.at
   RETURN count(*) AS written`,
);
const API_KEYS = batchStatement(
  'identity.api-keys-used',
  `UNWIND $rows AS row
   MATCH (key:ApiKey {tenantId: row.tenantId, id: row.id}) SET key.lastUsedAt = row.at
   RETURN count(*) AS written`,
);
const CONNECTED_APPS = batchStatement(
  'identity.connected-apps-used',
  `UNWIND $rows AS row
   MATCH (app:ConnectedApp {tenantId: row.tenantId, id: row.id}) SET app.lastUsedAt = row.at
   RETURN count(*) AS written`,
);
const CREDENTIALS = batchStatement(
  'identity.credentials-read',
  `UNWIND $rows AS row
   MATCH (credential:Credential {tenantId: row.tenantId, id: row.credentialId})
   SET credential.lastUsedAt = row.at
   MERGE (use:CredentialUse {tenantId: row.tenantId, credentialId: row.credentialId, objectType: row.objectType, objectId: row.objectId})
   SET use.name = row.name, use.lastUsedAt = row.at
   RETURN count(*) AS written`,
);

const MODEL_KEYS = batchStatement(
  'identity.model-keys-used',
  `UNWIND $rows AS row
   MATCH (key:ModelKey {tenantId: row.tenantId, id: row.id}) SET key.lastUsedAt = row.at
   RETURN count(*) AS written`,
);

/** A use is written at most once a minute per session, key or app. */
const DUE_AFTER_MS = 60_000;
const WINDOW_MS = 500;

interface SessionSeen {
  readonly tenantId: string;
  readonly id: string;
  readonly userId: string;
  readonly lastSeenAt: string;
  readonly expiresAtMs: number;
}

interface CredentialRead {
  readonly tenantId: string;
  readonly credentialId: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly name: string;
}

type Row = Readonly<Record<string, unknown>> & { readonly key: string };

/** When sessions, keys, apps and credentials were used last: collected, written in batches, and never waited for. */
export class UseRecorder implements AsyncDisposable {
  readonly #sessions: GroupCommitWriter<Row, true>;
  readonly #apiKeys: GroupCommitWriter<Row, true>;
  readonly #connectedApps: GroupCommitWriter<Row, true>;
  readonly #credentials: GroupCommitWriter<Row, true>;
  readonly #modelKeys: GroupCommitWriter<Row, true>;
  readonly #logger: Logger;

  constructor(options: { readonly database: Database; readonly logger: Logger }) {
    const writer = (statement: BatchStatement) => writerOf(options.database, statement);
    this.#sessions = writer(SESSIONS);
    this.#apiKeys = writer(API_KEYS);
    this.#connectedApps = writer(CONNECTED_APPS);
    this.#credentials = writer(CREDENTIALS);
    this.#modelKeys = writer(MODEL_KEYS);
    this.#logger = options.logger;
  }

  isDue(last: string | null, now: Date): boolean {
    return last === null || now.getTime() - Date.parse(last) >= DUE_AFTER_MS;
  }

  /** Also moves the session's end. */
  sessionSeen({ lastSeenAt, ...seen }: SessionSeen, now: Date): void {
    if (this.isDue(lastSeenAt, now)) this.#record(this.#sessions, { ...seen, key: seen.id, at: now.toISOString() });
  }

  apiKeyUsed({ lastUsedAt, ...used }: { tenantId: string; id: string; lastUsedAt: string | null }, now: Date): void {
    if (this.isDue(lastUsedAt, now)) this.#record(this.#apiKeys, { ...used, key: used.id, at: now.toISOString() });
  }

  connectedAppUsed(
    { lastUsedAt, ...used }: { tenantId: string; id: string; lastUsedAt: string | null },
    now: Date,
  ): void {
    if (this.isDue(lastUsedAt, now))
      this.#record(this.#connectedApps, { ...used, key: used.id, at: now.toISOString() });
  }

  credentialRead(read: CredentialRead, now: Date): void {
    const key = [read.credentialId, read.objectType, read.objectId].join(' ');
    this.#record(this.#credentials, { ...read, key, at: now.toISOString() });
  }

  modelKeyUsed({ lastUsedAt, ...used }: { tenantId: string; id: string; lastUsedAt: string | null }, now: Date): void {
    if (this.isDue(lastUsedAt, now)) this.#record(this.#modelKeys, { ...used, key: used.id, at: now.toISOString() });
  }

  /** Writes what waits. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      [this.#sessions, this.#apiKeys, this.#connectedApps, this.#credentials, this.#modelKeys].map((writer) =>
        writer[Symbol.asyncDispose](),
      ),
    );
  }

  #record(writer: GroupCommitWriter<Row, true>, row: Row): void {
    writer.add(row).catch((error: unknown) => this.#logger.warn({ err: error }, 'a last use could not be recorded'));
  }
}

function writerOf(database: Database, statement: BatchStatement): GroupCommitWriter<Row, true> {
  return new GroupCommitWriter<Row, true>({
    keyOf: (row) => row.key,
    fold: (_earlier, later) => later,
    windowMs: WINDOW_MS,
    write: async (rows) => {
      await database.write(statement, { rows }, z.object({ written: z.number() }));
      return new Map(rows.map((row) => [row.key, true]));
    },
    refused: (row) => new Error(`The use of ${row.key} was not written.`),
    isRowFault: () => false,
  });
}
