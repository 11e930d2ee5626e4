import { PlatformError } from '@aether/common/service';
import { readRegistry, type RegistryReading } from '@aether/schema';
import { RegistryNotConfiguredError, RegistryUnavailableError } from './errors.ts';

export interface RegistryClientParts {
  /** Of the registry API, without a slash at its end; null = nothing is ever asked. */
  readonly url: string | null;
  readonly fetch: typeof globalThis.fetch;
}

export interface RegistrySearch {
  readonly search: string;
  readonly limit: number;
  /** Of the page before, as the registry gave it. */
  readonly cursor: string | null;
}

/** Looks tool servers up in a registry of MCP (API v0.1), only when somebody searches. */
export class RegistryClient {
  readonly #parts: RegistryClientParts;

  constructor(parts: RegistryClientParts) {
    this.#parts = parts;
  }

  /** @throws RegistryNotConfiguredError, RegistryUnavailableError */
  async search({ search, limit, cursor }: RegistrySearch, signal: AbortSignal): Promise<RegistryReading> {
    const { url, fetch } = this.#parts;
    if (url === null) throw new RegistryNotConfiguredError();
    const query = new URLSearchParams({
      version: 'latest',
      limit: String(limit),
      ...(search === '' ? {} : { search }),
      ...(cursor === null ? {} : { cursor }),
    });
    const { host } = new URL(url);
    const document = await this.#get(`${url}/v0.1/servers?${query}`, host, fetch, signal);
    const read = readRegistry(document);
    if ('problem' in read) throw new RegistryUnavailableError(host, read.problem);
    return read;
  }

  async #get(address: string, host: string, fetch: typeof globalThis.fetch, signal: AbortSignal): Promise<unknown> {
    try {
      const response = await fetch(address, { headers: { accept: 'application/json' }, signal });
      if (!response.ok) {
        await response.body?.cancel();
        throw new RegistryUnavailableError(host, `It answered with status ${response.status}.`);
      }
      return await response.json();
    } catch (error) {
      if (error instanceof RegistryUnavailableError || signal.aborted) throw error;
      if (error instanceof PlatformError) throw new RegistryUnavailableError(host, error.message, error);
      throw new RegistryUnavailableError(host, 'It did not answer with JSON.', error);
    }
  }
}
