import { Readable } from 'node:stream';
import { CLIENT_ADDRESS_HEADER } from '@aether/common/service';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Headers that only services may send; what a client wrote there is dropped at the edge. */
const INTERNAL = /^x-aether-/iu;

/** A fastify request in the platform's own types, for the routes of services. The body streams. */
export function toWebRequest(request: FastifyRequest, origin: string, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || INTERNAL.test(name) || name === 'connection' || name === 'transfer-encoding') continue;
    headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  headers.set(CLIENT_ADDRESS_HEADER, request.ip);
  const withBody = request.method !== 'GET' && request.method !== 'HEAD';
  return new Request(new URL(request.url, origin), {
    method: request.method,
    headers,
    signal,
    ...(withBody ? { body: Readable.toWeb(request.raw) as unknown as ReadableStream<Uint8Array>, duplex: 'half' } : {}),
  });
}

/** Writes a route's answer; event streams flow as they are made. */
export async function sendWebResponse(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  reply.code(response.status);
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') reply.header(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) reply.header('set-cookie', cookies);
  return reply.send(
    response.body === null ? null : Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
  );
}
