/** A `fetch` that reaches one service over HTTP, whatever host the URL names: as the in-process one of the embedded form. */
export function remoteFetch(origin: string): typeof fetch {
  return (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    return fetch(new Request(new URL(`${pathname}${search}`, origin), request));
  };
}
