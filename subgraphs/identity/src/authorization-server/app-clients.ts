import type { RateLimiter } from '@aether/common/key-value';
import type { AppClient } from './app-client.ts';
import type { ClientDocuments } from './client-documents.ts';
import { parseClientMetadata } from './client-metadata.ts';
import { OAuthRefusedError, TooManyAppRequestsError } from './errors.ts';
import { isRegisteredForm, registerClient, registeredClient } from './registered-client.ts';

export interface AppClientsOptions {
  readonly documents: ClientDocuments;
  readonly limiter: RateLimiter;
  readonly pepper: Uint8Array;
}

const REGISTRATIONS = { limit: 600, windowMs: 60 * 60 * 1_000 }; // an hour; a network address may be a whole office

/** Who asks: clients that registered here, and clients that are described elsewhere. */
export class AppClients {
  readonly #options: AppClientsOptions;

  constructor(options: AppClientsOptions) {
    this.#options = options;
  }

  /** @throws TooManyAppRequestsError, InvalidClientMetadataError */
  async register(metadata: unknown, ipAddress: string | null): Promise<AppClient> {
    const { limiter, pepper } = this.#options;
    const { allowed, resetMs } = await limiter.consume(`identity:register-client:${ipAddress ?? ''}`, REGISTRATIONS);
    if (!allowed) throw new TooManyAppRequestsError('registrations', resetMs);
    return registerClient(parseClientMetadata(metadata), pepper);
  }

  /** @throws OAuthRefusedError when there is no such client */
  async find(clientId: string, signal: AbortSignal): Promise<AppClient> {
    const { documents, pepper } = this.#options;
    if (clientId.startsWith('https:')) return documents.client(clientId, signal);
    const client = registeredClient(clientId, pepper);
    if (client === null) throw notRegistered();
    return client;
  }

  /**
   * For the endpoints that clients reach by themselves: one that is told `invalid_client` registers again. What the id says is not asked for.
   * @throws OAuthRefusedError when it looks like an id of ours and is none
   */
  requireSigned(clientId: string): void {
    if (isRegisteredForm(clientId) && registeredClient(clientId, this.#options.pepper) === null) throw notRegistered();
  }
}

function notRegistered(): OAuthRefusedError {
  return new OAuthRefusedError('invalid_client', 'it is not registered here');
}
