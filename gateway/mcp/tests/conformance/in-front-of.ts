import { type ServedFetch, serveFetch } from '@aether/test-support';
import type { TestGateway } from '../mcp-test-gateway.ts';

/** What the edge is to clients: forwards their requests with an internal token, since the suites bring none. */
export function inFrontOf(gateway: TestGateway): Promise<ServedFetch> {
  return serveFetch(async (request, gone) => {
    const { pathname } = new URL(request.url);
    const headers = new Headers([...request.headers, ...Object.entries(gateway.headers())]);
    for (const name of ['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive'])
      headers.delete(name);
    const withBody = request.method !== 'GET' && request.method !== 'HEAD';
    const answer = await fetch(new URL(pathname, gateway.origin), {
      method: request.method,
      headers,
      signal: gone,
      ...(withBody ? { body: await request.arrayBuffer() } : {}),
    });
    return new Response(answer.body, {
      status: answer.status,
      headers: [...answer.headers].filter(
        ([name]) => !['content-encoding', 'connection', 'transfer-encoding'].includes(name),
      ),
    });
  });
}
