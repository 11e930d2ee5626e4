import { ToolInterruptedError } from '../errors.ts';
import { type Exchange, exchanges } from './exchange.ts';
import { type OpenCredential, sendAuthorized } from './send-authorized.ts';

export interface UpstreamFetchOptions {
  readonly server: string;
  /** Of calls: bounded in time and bytes. */
  readonly callFetch: typeof fetch;
  /** Of the stream on which a server tells of changes: bounded in silence only. */
  readonly streamFetch: typeof fetch;
  /** Opened at the moment of the request. Null = the server has none. */
  readonly credential: OpenCredential | null;
  readonly brokenStreamMs: number;
}

/** The `fetch` of one tool server: adds its credential, and tells the exchange under way when its answer cannot come any more. */
export function upstreamFetch(
  options: UpstreamFetchOptions,
): (url: string | URL, init?: RequestInit) => Promise<Response> {
  const { callFetch, streamFetch, credential, server } = options;
  return async (url, init) => {
    const exchange = exchanges.current();
    const isCall = init?.method === 'POST';
    try {
      const response = await sendAuthorized(server, credential, (opened) => {
        const headers = new Headers(init?.headers);
        // Never the caller's token: the server gets its own credential or none.
        if (opened !== null) headers.set('authorization', `Bearer ${opened.secret}`);
        if (headers.has('last-event-id')) exchange?.resumed();
        return (isCall ? callFetch : streamFetch)(url, { ...init, headers });
      });
      return watchedIn(exchange, response, options);
    } catch (error) {
      if (isCall) exchange?.fail(error);
      throw error;
    }
  };
}

/** The answer as the SDK may read it. */
export function watchedIn(exchange: Exchange | null, response: Response, options: UpstreamFetchOptions): Response {
  return exchange === null ? response : watched(response, exchange, options);
}

/** The SDK waits for a result also when the stream that should bring it has ended; the exchange must learn it. */
function watched(response: Response, exchange: Exchange, { server, brokenStreamMs }: UpstreamFetchOptions): Response {
  const { body, status, statusText, headers } = response;
  if (body === null || !headers.get('content-type')?.includes('text/event-stream')) return response;
  const reader = body.getReader();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        controller.close();
        exchange.streamEnded(new ToolInterruptedError(server), brokenStreamMs);
      } catch (error) {
        controller.error(error);
        exchange.streamEnded(error, brokenStreamMs);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(stream, { status, statusText, headers });
}
