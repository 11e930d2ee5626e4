import { PlatformError } from '@aether/common/service';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { AppClient } from './app-client.ts';
import { parseClientMetadata } from './client-metadata.ts';
import { OAuthRefusedError } from './errors.ts';

const MAXIMUM_LENGTH = 500;
const KEPT = 500;
const KEPT_MS = 10 * 60 * 1_000; // 10 minutes: a client that withdraws a redirect is heard soon

const identified = z.object({ client_id: z.string() });

/**
 * Clients whose id is the https address of a document that describes them (draft-ietf-oauth-client-id-metadata-document).
 * `fetchOf` refuses private addresses and bounds time and bytes.
 */
export class ClientDocuments {
  readonly #fetch: typeof fetch;
  readonly #known = new LRUCache<string, AppClient>({ max: KEPT, ttl: KEPT_MS });

  constructor(fetchOf: typeof fetch) {
    this.#fetch = fetchOf;
  }

  /** @throws OAuthRefusedError, also when the document cannot be read */
  async client(clientId: string, signal: AbortSignal): Promise<AppClient> {
    const known = this.#known.get(clientId);
    if (known !== undefined) return known;
    const client = await this.#read(clientId, signal);
    this.#known.set(clientId, client);
    return client;
  }

  async #read(clientId: string, signal: AbortSignal): Promise<AppClient> {
    const url = URL.parse(clientId);
    const isAddress =
      url !== null && url.protocol === 'https:' && url.pathname !== '/' && url.href === clientId && url.hash === '';
    if (!isAddress || url.username !== '' || url.password !== '' || clientId.length > MAXIMUM_LENGTH)
      throw new OAuthRefusedError('invalid_client', 'its client id is no https address with a path');
    const document = await this.#document(url, signal);
    if (identified.safeParse(document).data?.client_id !== clientId)
      throw new OAuthRefusedError('invalid_client', `the document at ${url.host} is about another client`);
    return { clientId, ...parseClientMetadata(document), host: url.host };
  }

  async #document(url: URL, signal: AbortSignal): Promise<unknown> {
    try {
      // A redirect could lead the name of one host to the document of another.
      const response = await this.#fetch(url, { headers: { accept: 'application/json' }, redirect: 'manual', signal });
      if (response.status === 200) return await response.json();
      await response.body?.cancel();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof PlatformError || error instanceof SyntaxError)) throw error;
    }
    throw new OAuthRefusedError('invalid_client', `its description at ${url.host} cannot be read`);
  }
}
