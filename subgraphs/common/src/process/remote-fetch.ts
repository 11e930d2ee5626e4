import { Agent, fetch as undiciFetch } from 'undici';

/** A `fetch` that reaches one service in another process. */
export interface RemoteFetch extends AsyncDisposable {
  readonly fetch: typeof fetch;
}

/**
 * Reaches one service over HTTP, whatever host the URL names: as the in-process fetch of the embedded form. An answer may take as long as its
 * caller waits: a model thinks, a run works, and the callers have limits of their own, where the global dispatcher gives up after five minutes.
 */
export function remoteFetch(origin: string): RemoteFetch {
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 3_000 } }); // 3 seconds
  return {
    async fetch(input, init) {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      const { method, headers, body, redirect } = request;
      // The caller's own signal: a Request made of a Request follows it only until the first is collected, https://github.com/nodejs/undici/issues/4068.
      const signal = init?.signal ?? (input instanceof Request ? input.signal : null);
      const response = await undiciFetch(new URL(`${pathname}${search}`, origin), {
        method,
        headers: [...headers],
        redirect,
        signal,
        dispatcher,
        ...(body === null ? {} : { body: new Uint8Array(await request.arrayBuffer()) }),
      });
      const { status, statusText } = response;
      return new Response(response.body, { status, statusText, headers: [...response.headers] });
    },
    [Symbol.asyncDispose]: () => dispatcher.destroy(),
  };
}
