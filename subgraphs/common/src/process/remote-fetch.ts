/** A `fetch` that reaches one service over HTTP, whatever host the URL names: as the in-process one of the embedded form. */
export function remoteFetch(origin: string): typeof fetch {
  return (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const signal = init?.signal ?? (input instanceof Request ? input.signal : null);
    // The caller's own signal: a Request made of a Request follows it only until the first is collected, https://github.com/nodejs/undici/issues/4068.
    return fetch(new Request(new URL(`${pathname}${search}`, origin), request), { signal });
  };
}
