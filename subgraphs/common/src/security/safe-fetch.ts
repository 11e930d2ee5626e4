import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { Agent, errors, fetch as undiciFetch, type Response as UndiciResponse } from 'undici';
import { PlatformError } from '../service/platform-error.ts';
import { limitBody } from './safe-fetch-body.ts';
import { AddressRefusedError, FetchFailedError, FetchTimeoutError, FetchTooLargeError } from './safe-fetch-errors.ts';
import { checkAddress, checkUrl, isAllowedOrigin, type SafeFetchPolicy } from './safe-fetch-policy.ts';

export interface SafeFetchOptions extends SafeFetchPolicy {
  /** Resolves a name to all its addresses. @default the operating system's resolver */
  readonly resolve?: (hostname: string) => Promise<readonly LookupAddress[]>;
  /** Of one answer, decompressed. @default 10 MiB */
  readonly maximumBytes?: number;
  /** @default 5000 */
  readonly connectTimeoutMs?: number;
  /** From the request to the headers, and between two pieces of the body. @default 30000 */
  readonly idleTimeoutMs?: number;
  /** Of the whole exchange, redirects and body included. @default 120000 */
  readonly totalTimeoutMs?: number;
}

const MAXIMUM_REDIRECTS = 3;

/** All that follows a redirect to another origin. A vendor's key may be in any header (`x-api-key`, `api-key` …). */
const HARMLESS_HEADERS = ['accept', 'accept-language', 'content-type', 'user-agent'];

/**
 * A `fetch` for addresses that people, models and foreign servers name: webhooks, tool servers, vendor base URLs, documents.
 * Refuses what is not public (reference/reliability.md §3.5), checks the address that is really connected to, and each redirect.
 * One instance per policy: its connections are kept open, and a connection is judged only when it is made.
 */
export class SafeFetch implements AsyncDisposable {
  readonly #options: SafeFetchOptions;
  /** Apart, so that no connection made for an allowed origin serves another one. */
  readonly #agents: { readonly public: Agent; readonly allowed: Agent };

  constructor(options: SafeFetchOptions = {}) {
    this.#options = options;
    this.#agents = { public: this.#agent(false), allowed: this.#agent(true) };
  }

  /** Has the form of the global `fetch`, for SDKs that take one. Bodies are sent from memory. @throws PlatformError */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    checkUrl(url, this.#options);
    const { redirect, ...request } = isPlain(input, init) ? plainRequest(init) : await readRequest(input, init);
    request.headers.delete('host');
    const deadline = AbortSignal.timeout(this.#options.totalTimeoutMs ?? 120_000);
    return this.#follow({ url, ...request, deadline }, redirect);
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#agents.public.destroy(), this.#agents.allowed.destroy()]);
  }

  async #follow(first: Exchange, redirect: Request['redirect']): Promise<Response> {
    let exchange = first;
    for (let redirects = 0; ; redirects++) {
      const response = await this.#send(exchange);
      const location = redirect === 'manual' ? null : redirectOf(response);
      if (location === null) return this.#answer(exchange, response);
      await response.body?.cancel();
      if (redirect === 'error' || redirects === MAXIMUM_REDIRECTS) {
        throw new AddressRefusedError(
          exchange.url.origin,
          `it redirects more than ${redirect === 'error' ? 0 : MAXIMUM_REDIRECTS} times`,
        );
      }
      exchange = redirected(exchange, location, response.status);
      checkUrl(exchange.url, this.#options);
    }
  }

  async #send(exchange: Exchange): Promise<UndiciResponse> {
    const { url, method, headers, body, caller, deadline } = exchange;
    try {
      return await undiciFetch(url, {
        method,
        headers: [...headers],
        body,
        redirect: 'manual',
        signal: AbortSignal.any([caller, deadline]),
        dispatcher: isAllowedOrigin(url, this.#options) ? this.#agents.allowed : this.#agents.public,
      });
    } catch (error) {
      throw nameError(error, exchange);
    }
  }

  #answer(exchange: Exchange, response: UndiciResponse): Response {
    const maximumBytes = this.#options.maximumBytes ?? 10 * 1024 * 1024;
    const { origin } = exchange.url;
    const headers = new Headers([...response.headers]);
    // They describe the bytes on the wire; the body is decompressed.
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name);
    if (Number(response.headers.get('content-length') ?? 0) > maximumBytes) {
      void response.body?.cancel();
      throw new FetchTooLargeError(origin, maximumBytes);
    }
    const mapError = (error: unknown): unknown => nameError(error, exchange);
    const body = response.body === null ? null : limitBody(response.body, { origin, maximumBytes, mapError });
    return new Response(body, { status: response.status, statusText: response.statusText, headers });
  }

  #agent(mayBePrivate: boolean): Agent {
    const timeout = this.#options.connectTimeoutMs ?? 5_000;
    const idle = this.#options.idleTimeoutMs ?? 30_000;
    const resolve = this.#options.resolve ?? resolveName;
    const resolveChecked = callbackify(async (hostname: string): Promise<LookupAddress[]> => {
      const addresses = await resolve(hostname);
      if (addresses.length === 0) throw new AddressRefusedError(hostname, `${hostname} has no address`);
      for (const { address } of addresses) checkAddress(hostname, address, mayBePrivate);
      return [...addresses];
    });
    const checkedLookup: LookupFunction = (hostname, options, callback) =>
      resolveChecked(hostname, (error, addresses) => {
        if (error !== null || options.all) callback(error, addresses);
        else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
      });
    return new Agent({ connect: { timeout, lookup: checkedLookup }, headersTimeout: idle, bodyTimeout: idle });
  }
}

interface OutgoingRequest {
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array | null;
  readonly caller: AbortSignal;
  readonly redirect: Request['redirect'];
}

/** What SDKs send. A `Request` would cost more than the rest of such a call, and hang a listener on the signal for as long as that lives. */
type PlainInit = Omit<RequestInit, 'body'> & { readonly body?: string | null };

function isPlain(input: Parameters<typeof globalThis.fetch>[0], init: RequestInit = {}): init is PlainInit {
  const isKnown = init.method === undefined || /^(GET|POST|DELETE)$/u.test(init.method);
  return !(input instanceof Request) && isKnown && (init.body == null || typeof init.body === 'string');
}

function plainRequest({ method = 'GET', headers, body, signal, redirect = 'follow' }: PlainInit = {}): OutgoingRequest {
  const own = new Headers(headers);
  if (body != null && !own.has('content-type')) own.set('content-type', 'text/plain;charset=UTF-8');
  return {
    method,
    headers: own,
    body: body == null ? null : new TextEncoder().encode(body),
    caller: signal ?? new AbortController().signal,
    redirect,
  };
}

async function readRequest(
  input: Parameters<typeof globalThis.fetch>[0],
  init: RequestInit | undefined,
): Promise<OutgoingRequest> {
  const request = new Request(input, init);
  return {
    method: request.method,
    headers: new Headers(request.headers),
    body: request.body === null ? null : new Uint8Array(await request.arrayBuffer()),
    // A Request's own signal falls silent when the Request is collected, https://github.com/nodejs/undici/issues/3644.
    caller: init?.signal ?? (input instanceof Request ? input.signal : request.signal),
    redirect: request.redirect,
  };
}

interface Exchange {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array | null;
  readonly caller: AbortSignal;
  readonly deadline: AbortSignal;
}

const resolveName = (hostname: string): Promise<LookupAddress[]> => lookup(hostname, { all: true });

const redirectOf = (response: UndiciResponse): string | null =>
  [301, 302, 303, 307, 308].includes(response.status) ? response.headers.get('location') : null;

/** The next request as the Fetch standard has it (HTTP-redirect fetch), but with less trust in the next origin. */
function redirected(exchange: Exchange, location: string, status: number): Exchange {
  const url = URL.parse(location, exchange.url.href);
  if (url === null) throw new AddressRefusedError(exchange.url.origin, 'it redirects to something that is no URL');
  const becomesGet = (status === 303 && exchange.method !== 'HEAD') || (status <= 302 && exchange.method === 'POST');
  const isSameOrigin = url.origin === exchange.url.origin;
  const headers = new Headers(
    [...exchange.headers].filter(([name]) => isSameOrigin || HARMLESS_HEADERS.includes(name)),
  );
  if (becomesGet) for (const name of ['content-type', 'content-encoding', 'content-language']) headers.delete(name);
  return { ...exchange, url, headers, ...(becomesGet ? { method: 'GET', body: null } : {}) };
}

function nameError(error: unknown, { url, caller, deadline }: Exchange): unknown {
  if (caller.aborted) return caller.reason;
  const cause = error instanceof TypeError && error.cause !== undefined ? error.cause : error;
  if (cause instanceof PlatformError) return cause;
  const isTimeout = [errors.ConnectTimeoutError, errors.HeadersTimeoutError, errors.BodyTimeoutError].some(
    (kind) => cause instanceof kind,
  );
  if (isTimeout || deadline.aborted) return new FetchTimeoutError(url.origin, cause);
  return new FetchFailedError(url.origin, cause instanceof Error ? cause.message : String(cause), cause);
}
