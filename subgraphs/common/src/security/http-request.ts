/** A request whose body is in memory. */
export interface HttpRequest {
  readonly url: string | URL;
  readonly method: string;
  /** By name in lower case. A `host` is not sent: it is the address that was checked. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  /** Ends the request, and the reading of its answer. */
  readonly signal: AbortSignal | null;
  /** @default 'follow' */
  readonly redirect?: Request['redirect'];
}

type FetchInput = Parameters<typeof globalThis.fetch>[0];

/** What the arguments of a `fetch` ask for. */
export async function toHttpRequest(input: FetchInput, init: RequestInit | undefined): Promise<HttpRequest> {
  return input instanceof Request || !isPlain(init) ? readRequest(input, init) : plainRequest(input, init);
}

/** What SDKs send. A `Request` would cost more than the rest of such a call, and hang a listener on the signal for as long as that lives. */
type PlainInit = Omit<RequestInit, 'body'> & { readonly body?: string | null };

function isPlain(init: RequestInit = {}): init is PlainInit {
  const isKnown = init.method === undefined || /^(GET|POST|DELETE)$/u.test(init.method);
  return isKnown && (init.body == null || typeof init.body === 'string');
}

function plainRequest(
  url: string | URL,
  { method = 'GET', headers, body, signal, redirect = 'follow' }: PlainInit = {},
): HttpRequest {
  const own = Object.fromEntries(new Headers(headers));
  return {
    url,
    method,
    headers: body == null ? own : { 'content-type': 'text/plain;charset=UTF-8', ...own },
    body: body ?? null,
    signal: signal ?? null,
    redirect,
  };
}

async function readRequest(input: FetchInput, init: RequestInit | undefined): Promise<HttpRequest> {
  const request = new Request(input, init);
  return {
    url: request.url,
    method: request.method,
    headers: Object.fromEntries(request.headers),
    body: request.body === null ? null : new Uint8Array(await request.arrayBuffer()),
    // A Request's own signal falls silent when the Request is collected, https://github.com/nodejs/undici/issues/3644.
    signal: init?.signal ?? (input instanceof Request ? input.signal : request.signal),
    redirect: request.redirect,
  };
}
