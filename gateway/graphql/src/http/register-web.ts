import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

type NotFound = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Serves the built application: hashed files for a year, the page itself never from a cache, and the page for every address that is a screen. */
export async function registerWeb(server: FastifyInstance, folder: string, notFound: NotFound): Promise<void> {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  await server.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  server.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0];
    const wantsPage = path === '/' || (request.headers.accept ?? '').includes('text/html');
    if (request.method !== 'GET' || !wantsPage) return notFound(request, reply);
    // An app may ask in a window that it has opened, and waits there for the end; the page has its own guard against clicks that were meant for another.
    if (path === '/oauth/authorize') reply.header('cross-origin-opener-policy', 'unsafe-none');
    return reply.code(200).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
  });
}
