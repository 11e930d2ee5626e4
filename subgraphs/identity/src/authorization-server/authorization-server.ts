import type { RateLimiter } from '@aether/common/key-value';
import { SafeFetch } from '@aether/common/security';
import type { Clock } from '@aether/common/service';
import type { IdSource } from '@aether/schema';
import type { ConnectedAppStore } from '../db/connected-app-store.ts';
import type { IdentityChanges } from '../db/identity-changes.ts';
import type { UserWriter } from '../db/user-writer.ts';
import { AppClients } from './app-clients.ts';
import { ClientDocuments } from './client-documents.ts';
import { Consents } from './consents.ts';
import { TokenGrants } from './token-grants.ts';

export interface AuthorizationServerOptions {
  readonly apps: ConnectedAppStore;
  readonly users: UserWriter;
  readonly changes: IdentityChanges;
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: (bytes: number) => Uint8Array;
  readonly pepper: Uint8Array;
  readonly publicUrl: string;
}

/** Of the document in which a client describes itself. */
const DOCUMENT_MS = 5_000;
const DOCUMENT_BYTES = 16 * 1024;

/** Who may ask, what a person answers, and what comes of it. */
export class AuthorizationServer implements AsyncDisposable {
  readonly clients: AppClients;
  readonly consents: Consents;
  readonly grants: TokenGrants;
  readonly #fetch: SafeFetch;

  constructor(options: AuthorizationServerOptions) {
    // Apps come from everywhere, also where no tool server may be: nothing private is ever asked for them.
    this.#fetch = new SafeFetch({
      maximumBytes: DOCUMENT_BYTES,
      idleTimeoutMs: DOCUMENT_MS,
      totalTimeoutMs: DOCUMENT_MS,
    });
    this.clients = new AppClients({ ...options, documents: new ClientDocuments(this.#fetch.fetch) });
    this.consents = new Consents({ ...options, clients: this.clients });
    this.grants = new TokenGrants(options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#fetch[Symbol.asyncDispose]();
  }
}
