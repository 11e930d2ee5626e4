const MOST_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Follows the redirects of a request that only reads, as long as they stay at its origin: a credential, in whatever header it is, was meant for
 * that alone. One that leads elsewhere is the answer.
 */
export async function fetchWithinOrigin(fetchImpl: typeof fetch, from: URL, init: RequestInit): Promise<Response> {
  let url = from;
  for (let redirects = 0; ; redirects++) {
    const response = await fetchImpl(url, { ...init, redirect: 'manual' });
    const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
    const next = location === null ? null : URL.parse(location, url.href);
    if (next?.origin !== url.origin || redirects === MOST_REDIRECTS) return response;
    await response.body?.cancel();
    url = next;
  }
}
