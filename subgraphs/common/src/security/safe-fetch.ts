import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { callbackify } from 'node:util';
import { Agent, errors } from 'undici';
import { PlatformError } from '../service/platform-error.ts';
import { AnswerBody } from './answer-body.ts';
import { ACCEPTED_ENCODINGS, decompressed } from './decompressed.ts';
import { type DispatchedAnswer, dispatchRequest } from './dispatch-request.ts';
import { HttpAnswer } from './http-answer.ts';
import { type HttpRequest, toHttpRequest } from './http-request.ts';
import { LimitedBody } from './limited-body.ts';
import { Deadline } from './safe-fetch-deadline.ts';
import {
  AddressRefusedError,
  FetchFailedError,
  FetchTimeoutError,
  FetchTooLargeError,
  RequestInvalidError,
} from './safe-fetch-errors.ts';
import { checkAddress, checkUrl, isAllowedOrigin, type SafeFetchPolicy } from './safe-fetch-policy.ts';
import { toWebResponse } from './to-web-response.ts';

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
const HARMLESS_HEADERS = ['accept', 'accept-encoding', 'accept-language', 'content-type', 'user-agent'];

const USUAL_HEADERS = { accept: '*/*', 'accept-encoding': ACCEPTED_ENCODINGS, 'user-agent': 'aether' };

/**
 * Requests to addresses that people, models and foreign servers name: webhooks, tool servers, vendor base URLs, documents.
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

  /** @throws PlatformError; the signal's own reason when that ended it */
  readonly send = async (request: HttpRequest): Promise<HttpAnswer> => {
    const url = new URL(request.url);
    checkUrl(url, this.#options);
    const headers = sentHeaders(request.headers);
    const deadline = new Deadline(request.signal, this.#options.totalTimeoutMs ?? 120_000);
    try {
      return await this.#follow({ url, method: request.method, headers, body: request.body, deadline }, request);
    } catch (error) {
      deadline[Symbol.dispose]();
      throw error;
    }
  };

  /** The same in the form of the global `fetch`, for SDKs that take one. @throws PlatformError */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = await toHttpRequest(input, init);
    return toWebResponse(await this.send(request), request.method);
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#agents.public.destroy(), this.#agents.allowed.destroy()]);
  }

  async #follow(first: Exchange, { redirect }: Pick<HttpRequest, 'redirect'>): Promise<HttpAnswer> {
    let exchange = first;
    for (let redirects = 0; ; redirects++) {
      const response = await this.#exchange(exchange);
      const location = redirect === 'manual' ? null : redirectOf(response);
      if (location === null) return this.#answer(exchange, response);
      response.body.discard();
      if (redirect === 'error' || redirects === MAXIMUM_REDIRECTS) {
        throw new AddressRefusedError(
          exchange.url.origin,
          `it redirects more than ${redirect === 'error' ? 0 : MAXIMUM_REDIRECTS} times`,
        );
      }
      exchange = redirected(exchange, location, response.statusCode);
      checkUrl(exchange.url, this.#options);
    }
  }

  async #exchange(exchange: Exchange): Promise<DispatchedAnswer> {
    const { url, method, headers, body, deadline } = exchange;
    const agent = isAllowedOrigin(url, this.#options) ? this.#agents.allowed : this.#agents.public;
    try {
      const request = { origin: url.origin, path: `${url.pathname}${url.search}`, method, headers, body };
      return await dispatchRequest(agent, request, deadline.signal);
    } catch (error) {
      throw nameError(error, exchange);
    }
  }

  #answer(exchange: Exchange, response: DispatchedAnswer): HttpAnswer {
    const maximumBytes = this.#options.maximumBytes ?? 10 * 1024 * 1024;
    const { statusCode: status, statusText, headers, body } = response;
    const { deadline, method, url } = exchange;
    const tooLarge = (): Error => new FetchTooLargeError(url.origin, maximumBytes);
    if (status > 599) throw refused(response, new FetchFailedError(url.origin, `it answered ${status}`, null));
    // A refusal says enough by its status, and an answer to HEAD announces what never comes.
    const isOk = status <= 299 && method !== 'HEAD';
    if (isOk && Number(headers['content-length'] ?? 0) > maximumBytes) throw refused(response, tooLarge());
    const source = method === 'HEAD' ? body : (this.#unpacked(response, deadline) ?? body);
    if (source === body) body.whenClosed(() => deadline[Symbol.dispose]());
    const discard = (): unknown => (source instanceof AnswerBody ? source.discard() : source.destroy());
    const limited = new LimitedBody(source[Symbol.asyncIterator](), {
      maximumBytes,
      tooLarge,
      discard,
      mapError: (error) => nameError(error, exchange),
    });
    return new HttpAnswer({ status, statusText, headers, body: limited, discard });
  }

  /** Null = its bytes are the body. */
  #unpacked({ body, headers }: DispatchedAnswer, deadline: Deadline): Readable | null {
    const unpacked = decompressed(body, headers['content-encoding']);
    if (unpacked === null) return null;
    // An answer that is discarded is nobody's failure; a reader gets it from the stream itself.
    unpacked.on('error', () => undefined);
    // It is read for longer than bytes come.
    deadline.signal.addEventListener('abort', () => unpacked.destroy(new Error('aborted')), { once: true });
    return unpacked.once('close', () => {
      // Its pipeline lets go of the bytes only when more of them come.
      body.discard();
      deadline[Symbol.dispose]();
    });
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

interface Exchange {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  readonly deadline: Deadline;
}

const resolveName = (hostname: string): Promise<LookupAddress[]> => lookup(hostname, { all: true });

function refused(response: DispatchedAnswer, error: Error): Error {
  response.body.discard();
  return error;
}

/** Values as the Fetch standard normalizes them: a key that was pasted often ends in a line feed. */
function sentHeaders(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const headers: Record<string, string> = { ...USUAL_HEADERS };
  for (const [name, value] of Object.entries(given)) {
    const field = name.toLowerCase();
    if (field !== 'host') headers[field] = value.trim();
  }
  return headers;
}

function redirectOf({ statusCode, headers: { location } }: DispatchedAnswer): string | null {
  return [301, 302, 303, 307, 308].includes(statusCode) && typeof location === 'string' ? location : null;
}

/** The next request as the Fetch standard has it (HTTP-redirect fetch), but with less trust in the next origin. */
function redirected(exchange: Exchange, location: string, status: number): Exchange {
  const url = URL.parse(location, exchange.url.href);
  if (url === null) throw new AddressRefusedError(exchange.url.origin, 'it redirects to something that is no URL');
  const becomesGet = (status === 303 && exchange.method !== 'HEAD') || (status <= 302 && exchange.method === 'POST');
  const isSameOrigin = url.origin === exchange.url.origin;
  const ofBody = ['content-type', 'content-encoding', 'content-language', 'content-length'];
  const headers = Object.fromEntries(
    Object.entries(exchange.headers).filter(
      ([name]) => (isSameOrigin || HARMLESS_HEADERS.includes(name)) && !(becomesGet && ofBody.includes(name)),
    ),
  );
  return { ...exchange, url, headers, ...(becomesGet ? { method: 'GET', body: null } : {}) };
}

/** What undici says of a request before it writes any of it. */
const NEVER_SENT = [errors.InvalidArgumentError, errors.NotSupportedError, errors.RequestContentLengthMismatchError];

function nameError(error: unknown, { url, deadline }: Exchange): unknown {
  if (deadline.caller?.aborted === true) return deadline.caller.reason;
  if (error instanceof PlatformError) return error;
  const isTimeout = [errors.ConnectTimeoutError, errors.HeadersTimeoutError, errors.BodyTimeoutError].some(
    (kind) => error instanceof kind,
  );
  if (isTimeout || deadline.isOver) return new FetchTimeoutError(url.origin, error);
  const reason = error instanceof Error ? error.message : String(error);
  if (NEVER_SENT.some((kind) => error instanceof kind)) return new RequestInvalidError(url.origin, reason, error);
  return new FetchFailedError(url.origin, reason, error);
}
