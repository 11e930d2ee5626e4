import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { Agent, errors } from 'undici';
import { PlatformError } from '../service/platform-error.ts';
import { ACCEPTED_CODINGS, SafeFetchAnswer } from './safe-fetch-answer.ts';
import { AddressRefusedError, FetchFailedError, FetchTimeoutError } from './safe-fetch-errors.ts';
import { Interruption } from './safe-fetch-interruption.ts';
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

const ALWAYS_SENT = { accept: '*/*', 'user-agent': 'aether', 'accept-encoding': ACCEPTED_CODINGS };

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
    delete request.headers['host'];
    const until = performance.now() + (this.#options.totalTimeoutMs ?? 120_000);
    return this.#follow({ url, ...request, until }, redirect);
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#agents.public.destroy(), this.#agents.allowed.destroy()]);
  }

  async #follow(first: Exchange, redirect: Request['redirect']): Promise<Response> {
    let exchange = first;
    for (let redirects = 0; ; redirects++) {
      const response = await this.#send(exchange);
      const location = redirect === 'manual' ? null : redirectOf(response);
      if (location === null) return response;
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

  #send({ url, method, headers, body, caller, until }: Exchange): Promise<Response> {
    caller?.throwIfAborted();
    const interruption = new Interruption(caller, until - performance.now());
    const answer = new SafeFetchAnswer({
      origin: url.origin,
      isHead: method === 'HEAD',
      maximumBytes: this.#options.maximumBytes ?? 10 * 1024 * 1024,
      nameError: (error) => nameError(error, url.origin, interruption),
      onEnd: () => interruption.end(),
    });
    interruption.onInterrupted = (reason) => answer.interrupt(reason);
    const agent = isAllowedOrigin(url, this.#options) ? this.#agents.allowed : this.#agents.public;
    const sent = { origin: url.origin, path: `${url.pathname}${url.search}`, method, body };
    agent.dispatch({ ...sent, headers: { ...ALWAYS_SENT, ...headers } }, answer);
    return answer.response;
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

type Headings = Record<string, string>;

interface OutgoingRequest {
  readonly method: string;
  /** By names in small letters. */
  readonly headers: Headings;
  readonly body: Uint8Array | null;
  readonly caller: AbortSignal | null;
  readonly redirect: Request['redirect'];
}

/** What SDKs send. A `Request` would cost more than the rest of such a call, and hang a listener on the signal for as long as that lives. */
type PlainInit = Omit<RequestInit, 'body'> & { readonly body?: string | null };

function isPlain(input: Parameters<typeof globalThis.fetch>[0], init: RequestInit = {}): init is PlainInit {
  const isKnown = init.method === undefined || /^(GET|POST|DELETE)$/u.test(init.method);
  return !(input instanceof Request) && isKnown && (init.body == null || typeof init.body === 'string');
}

function plainRequest({ method = 'GET', headers, body, signal, redirect = 'follow' }: PlainInit = {}): OutgoingRequest {
  const own = headingsOf(headers instanceof Headers ? headers : new Headers(headers));
  if (body != null) own['content-type'] ??= 'text/plain;charset=UTF-8';
  return { method, headers: own, body: body == null ? null : Buffer.from(body), caller: signal ?? null, redirect };
}

async function readRequest(
  input: Parameters<typeof globalThis.fetch>[0],
  init: RequestInit | undefined,
): Promise<OutgoingRequest> {
  const request = new Request(input, init);
  return {
    method: request.method,
    headers: headingsOf(request.headers),
    body: request.body === null ? null : new Uint8Array(await request.arrayBuffer()),
    // A Request's own signal falls silent when the Request is collected, https://github.com/nodejs/undici/issues/3644.
    caller: init?.signal ?? (input instanceof Request ? input.signal : request.signal),
    redirect: request.redirect,
  };
}

function headingsOf(headers: Headers): Headings {
  const headings: Headings = {};
  for (const [name, value] of headers) headings[name] = value;
  return headings;
}

interface Exchange {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headings;
  readonly body: Uint8Array | null;
  readonly caller: AbortSignal | null;
  /** On the clock of `performance.now()`. */
  readonly until: number;
}

const resolveName = (hostname: string): Promise<LookupAddress[]> => lookup(hostname, { all: true });

const redirectOf = (response: Response): string | null =>
  [301, 302, 303, 307, 308].includes(response.status) ? response.headers.get('location') : null;

/** The next request as the Fetch standard has it (HTTP-redirect fetch), but with less trust in the next origin. */
function redirected(exchange: Exchange, location: string, status: number): Exchange {
  const url = URL.parse(location, exchange.url.href);
  if (url === null) throw new AddressRefusedError(exchange.url.origin, 'it redirects to something that is no URL');
  const becomesGet = (status === 303 && exchange.method !== 'HEAD') || (status <= 302 && exchange.method === 'POST');
  const isSameOrigin = url.origin === exchange.url.origin;
  const headers = Object.fromEntries(
    Object.entries(exchange.headers).filter(([name]) => isSameOrigin || HARMLESS_HEADERS.includes(name)),
  );
  if (becomesGet) for (const name of ['content-type', 'content-encoding', 'content-language']) delete headers[name];
  return { ...exchange, url, headers, ...(becomesGet ? { method: 'GET', body: null } : {}) };
}

function nameError(error: unknown, origin: string, { isByCaller, isLate, reason }: Interruption): unknown {
  if (isByCaller) return reason;
  if (error instanceof PlatformError) return error;
  const isTimeout = [errors.ConnectTimeoutError, errors.HeadersTimeoutError, errors.BodyTimeoutError].some(
    (kind) => error instanceof kind,
  );
  if (isTimeout || isLate) return new FetchTimeoutError(origin, error);
  return new FetchFailedError(origin, error instanceof Error ? error.message : String(error), error);
}
