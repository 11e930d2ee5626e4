import type { PublicRoute } from '@aether/schema';
import type { FastifyInstance } from 'fastify';

const KEPT_SECONDS = 600; // 10 minutes

/** Lets the pages of any site ask: a browser inquires before it sends what no form could (fetch.spec.whatwg.org, "CORS-preflight request"). */
export function allowPreflight(server: FastifyInstance, { method, path }: Pick<PublicRoute, 'method' | 'path'>): void {
  server.options(path, async (_request, reply) =>
    reply
      .code(204)
      .headers({
        'access-control-allow-origin': '*',
        'access-control-allow-methods': method,
        'access-control-allow-headers': 'content-type, authorization, mcp-protocol-version',
        'access-control-max-age': String(KEPT_SECONDS),
      })
      .send(),
  );
}
