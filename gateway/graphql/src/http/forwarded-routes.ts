import { Readable } from 'node:stream';
import type { InternalTokens } from '@aether/common/security';
import { type Route, SubgraphUnavailableError, toServiceHeaders } from '@aether/common/service';
import { PUBLIC_ROUTES } from '@aether/schema';
import { type Dispatcher, Pool } from 'undici';

export interface ForwardedRoutesOptions {
  /** Service that owns the routes. */
  readonly owner: string;
  readonly origin: string;
  readonly tokens: InternalTokens;
}

/** Headers of one connection, which a proxy does not hand on (RFC 9110, 7.6.1), and the host, which is another one here. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'host',
]);

/** The public routes of a service in another process. Bodies and answers stream through; answers may take as long as they want. */
export class ForwardedRoutes implements AsyncDisposable {
  readonly routes: readonly Route[];
  readonly #options: ForwardedRoutesOptions;
  readonly #pool: Pool;
  /** Apart: readers of long streams must not keep short requests waiting. */
  readonly #streams: Pool;

  constructor(options: ForwardedRoutesOptions) {
    this.#options = options;
    const endless = { headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 3_000 } };
    this.#pool = new Pool(options.origin, { ...endless, connections: 256 });
    this.#streams = new Pool(options.origin, { ...endless, connections: 1_024 });
    this.routes = PUBLIC_ROUTES.filter(({ owner }) => owner === options.owner).map(({ method, path, streams }) => ({
      method,
      path,
      handle: (request, { context }) => this.#forward(request, context, streams ? this.#streams : this.#pool),
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#pool.destroy(), this.#streams.destroy()]);
  }

  async #forward(request: Request, context: Parameters<Route['handle']>[1]['context'], pool: Pool): Promise<Response> {
    const { owner, tokens } = this.#options;
    const { pathname, search } = new URL(request.url);
    const { viewer, requestId, traceparent, signal } = context;
    const headers = {
      ...Object.fromEntries([...request.headers].filter(([name]) => !HOP_BY_HOP.has(name))),
      ...toServiceHeaders(tokens, { service: 'graphql-gateway', audience: owner, viewer, requestId, traceparent }),
    };
    try {
      const answer = await pool.request({
        method: request.method as Dispatcher.HttpMethod,
        path: `${pathname}${search}`,
        headers,
        signal,
        body: request.body === null ? null : Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]),
      });
      return toResponse(answer);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw new SubgraphUnavailableError(owner, error);
    }
  }
}

/** Statuses that have no body, also not an empty one (fetch.spec.whatwg.org, "null body status"). */
const WITHOUT_BODY = new Set([204, 205, 304]);

function toResponse({ statusCode, headers, body }: Dispatcher.ResponseData): Response {
  const kept = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || HOP_BY_HOP.has(name)) continue;
    for (const one of Array.isArray(value) ? value : [value]) kept.append(name, one);
  }
  if (WITHOUT_BODY.has(statusCode)) {
    void body.dump();
    return new Response(null, { status: statusCode, headers: kept });
  }
  return new Response(Readable.toWeb(body) as unknown as ReadableStream<Uint8Array>, {
    status: statusCode,
    headers: kept,
  });
}
