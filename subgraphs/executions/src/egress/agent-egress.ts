import {
  checkUrl,
  fetchWithinOrigin,
  limitBody,
  SafeFetch,
  type SafeFetchPolicy,
  withoutSecrets,
} from '@aether/common/security';
import type { ServiceParts } from '@aether/common/service';
import { type Egress, type EgressUse, EndpointTimeoutError } from '@aether/runtime';
import type { ExecutionsConfig } from '../config.ts';
import { EgressCredentials } from './egress-credentials.ts';
import { nameFetchError } from './name-fetch-error.ts';

/** The limits of each call are stricter; these end what they have forgotten. */
const LONGEST_MS = 630_000; // 10.5 minutes
const MOST_BYTES = 8 * 1_024 * 1_024;

/** The way from runs to addresses that agents name: public ones only, credentials added at the last moment. */
export class AgentEgress implements Egress, AsyncDisposable {
  readonly #safe: SafeFetch;
  readonly #policy: SafeFetchPolicy;
  readonly #credentials: EgressCredentials;

  constructor(
    parts: Pick<ServiceParts, 'operations' | 'random' | 'clock'>,
    { allowedOrigins, vaultKey }: Pick<ExecutionsConfig, 'allowedOrigins' | 'vaultKey'>,
  ) {
    this.#policy = { allowedOrigins };
    this.#safe = new SafeFetch({
      ...this.#policy,
      idleTimeoutMs: LONGEST_MS,
      totalTimeoutMs: LONGEST_MS,
      maximumBytes: MOST_BYTES,
    });
    this.#credentials = new EgressCredentials(parts, vaultKey);
  }

  open(use: EgressUse): typeof fetch {
    const { maximumBytes, timeoutMs } = use;
    return async (input, init = {}) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const { origin } = url;
      const headers = new Headers(init.headers);
      // Before a secret is opened for it.
      checkUrl(url, this.#policy);
      const secrets = await this.#credentials.add(headers, url, use);
      const method = methodOf(input, init);
      // Sent on, a request that writes would become one that reads, or be made twice.
      const redirect = /^(?:GET|HEAD)$/iu.test(method) ? 'follow' : 'manual';
      const deadline = AbortSignal.timeout(timeoutMs);
      const caller = init.signal ?? null;
      const mapError = (error: unknown): unknown => {
        if (caller?.aborted === true) return caller.reason;
        return deadline.aborted ? new EndpointTimeoutError(origin, timeoutMs) : nameFetchError(origin, error);
      };
      try {
        const signal = caller === null ? deadline : AbortSignal.any([caller, deadline]);
        const sent = { ...init, headers, signal };
        const response =
          secrets.length > 0 && redirect === 'follow'
            ? await fetchWithinOrigin(this.#safe.fetch, url, { ...sent, method })
            : await this.#safe.fetch(input, { ...sent, redirect });
        const { body, status, statusText } = response;
        const limited = body === null ? null : limitBody(body, { origin, maximumBytes, mapError });
        // Some addresses answer with what they were sent.
        return new Response(limited === null ? null : withoutSecrets(limited, secrets), {
          status,
          statusText,
          headers: response.headers,
        });
      } catch (error) {
        throw mapError(error);
      }
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#safe[Symbol.asyncDispose]();
  }
}

function methodOf(input: Parameters<typeof fetch>[0], { method }: RequestInit): string {
  return method ?? (input instanceof Request ? input.method : 'GET');
}
