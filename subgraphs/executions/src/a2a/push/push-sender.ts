import { A2A_CONTENT_TYPE, A2A_PROTOCOL_VERSION, A2A_VERSION_HEADER, StreamResponse } from '@a2a-js/sdk';
import { AddressRefusedError, SafeFetch, type SafeFetchPolicy } from '@aether/common/security';
import { PlatformError } from '@aether/common/service';
import type { PushConfigRecord } from '../../db/push-config-records.ts';
import type { PushSecrets } from './push-config.ts';

/** Of one request; the protocol recommends 10 to 30 seconds. */
export const PUSH_TIMEOUT_MS = 10_000;
/** As the SDKs of the protocol name it. */
const TOKEN_HEADER = 'X-A2A-Notification-Token';
/** The address says that it will never be there again (RFC 9110, 15.5.11). */
const GONE = 410;

/** Why an address did not take what it was told; null = it did. */
export interface PushProblem {
  readonly reason: string;
  /** Another attempt would end the same way. */
  readonly isFinal: boolean;
}

/** The way to addresses that clients of A2A name: public ones only, never sent on by a redirect. */
export class PushSender implements AsyncDisposable {
  readonly #safe: SafeFetch;

  constructor(policy: SafeFetchPolicy) {
    const timeouts = { idleTimeoutMs: PUSH_TIMEOUT_MS, totalTimeoutMs: PUSH_TIMEOUT_MS };
    // Nobody reads the body of an answer, so it may be as long as it likes.
    this.#safe = new SafeFetch({ ...policy, ...timeouts, maximumBytes: Number.POSITIVE_INFINITY });
  }

  async send(
    { url, scheme }: Pick<PushConfigRecord, 'url' | 'scheme'>,
    { token, credentials }: PushSecrets,
    notification: StreamResponse,
    signal: AbortSignal,
  ): Promise<PushProblem | null> {
    const headers = new Headers({ 'content-type': A2A_CONTENT_TYPE, [A2A_VERSION_HEADER]: A2A_PROTOCOL_VERSION });
    if (token !== '') headers.set(TOKEN_HEADER, token);
    if (scheme !== null) headers.set('authorization', `${scheme} ${credentials}`);
    const body = JSON.stringify(StreamResponse.toJSON(notification));
    try {
      const response = await this.#safe.fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
      await response.body?.cancel();
      if (response.ok) return null;
      return { reason: `It answered ${response.status}.`, isFinal: response.status === GONE };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof PlatformError)) throw error;
      return { reason: error.message, isFinal: error instanceof AddressRefusedError };
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#safe[Symbol.asyncDispose]();
  }
}
