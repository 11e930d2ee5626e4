import {
  checkUrl,
  credentialForm,
  fetchWithinOrigin,
  limitBody,
  type SafeFetchPolicy,
  withoutSecrets,
} from '@aether/common/security';
import { CredentialUnreadableError, ToolInterruptedError, ToolRefusedError } from '../errors.ts';
import { type CredentialFor, type OpenCredential, sendAuthorized } from '../upstream/send-authorized.ts';

export interface HttpEgressOptions {
  readonly server: string;
  /** Where the credential may go, and nowhere else. */
  readonly origin: string;
  readonly policy: SafeFetchPolicy;
  /** Refuses what is not public, whatever a name leads to. */
  readonly fetch: typeof fetch;
  readonly credential: CredentialFor | null;
}

export interface HttpEgressRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Of a credential of kind API_KEY; null = it is sent as a bearer token. */
  readonly credentialHeader: string | null;
  readonly maximumBytes: number;
  readonly signal: AbortSignal;
}

export interface HttpEgressAnswer {
  readonly response: Response;
  readonly body: Uint8Array;
}

/**
 * Sends one request of a tool server, with its credential where that may go, and reads the answer within a limit. A request that writes
 * follows no redirect: it would be made twice, or become one that reads.
 * @throws PlatformError
 */
export async function sendRequest(options: HttpEgressOptions, request: HttpEgressRequest): Promise<HttpEgressAnswer> {
  const { server, policy, fetch: safeFetch } = options;
  const { method, headers: given, body, signal, maximumBytes, credentialHeader } = request;
  const url = new URL(request.url);
  // Before a secret is opened for it.
  checkUrl(url, policy);
  const plain = headersOf(given, server);
  const credential = url.origin === options.origin ? options.credential : null;
  let secrets: readonly string[] = [];
  const response = await sendAuthorized(server, credential?.(url.href) ?? null, (opened) => {
    const headers = new Headers(plain);
    if (opened !== null) {
      const kind = opened.kind === 'API_KEY' && credentialHeader === null ? 'BEARER' : opened.kind;
      const form = credentialForm(kind, opened.secret, credentialHeader ?? undefined);
      if (form === null) throw new CredentialUnreadableError(server);
      secrets = form.secrets;
      setSecret(headers, form.header, form.value, server);
    }
    const init = { method, headers, body, signal };
    const grantedFetch: typeof fetch = async (to, toInit) => {
      if (String(to) !== url.href) await requireGranted(server, credential?.(String(to)) ?? null);
      return safeFetch(to, toInit);
    };
    return /^(?:GET|HEAD)$/u.test(method)
      ? fetchWithinOrigin(grantedFetch, url, init)
      : safeFetch(url.href, { ...init, redirect: 'manual' });
  });
  if (response.body === null) return { response, body: new Uint8Array() };
  const limited = limitBody(response.body, { origin: url.origin, maximumBytes, mapError: (error) => error });
  // Some systems answer with what they were sent.
  const bytes = await new Response(withoutSecrets(limited, secrets)).arrayBuffer();
  return { response, body: new Uint8Array(bytes) };
}

/** Of a redirect: a token may be granted for other addresses of the origin. @throws ToolInterruptedError, since the first address was asked */
async function requireGranted(server: string, credential: OpenCredential | null): Promise<void> {
  try {
    await credential?.(null);
  } catch (error) {
    throw new ToolInterruptedError(server, error, 'it leads to where its credential may not go');
  }
}

/** @throws ToolRefusedError: nothing was sent */
function headersOf(given: Readonly<Record<string, string>>, server: string): Headers {
  try {
    return new Headers(given);
  } catch {
    throw new ToolRefusedError(server, 'one of the headers of its request cannot be sent.');
  }
}

/** The error of the platform shows the value. */
function setSecret(headers: Headers, name: string, value: string, server: string): void {
  try {
    headers.set(name, value);
  } catch {
    throw new CredentialUnreadableError(server);
  }
}
