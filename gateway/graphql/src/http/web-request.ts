import { Readable } from 'node:stream';
import { CLIENT_ADDRESS_HEADER } from '@aether/common/service';
import { PUBLIC_HEADERS } from '@aether/schema';
import type { FastifyReply, FastifyRequest } from 'fastify';

const PUBLIC: readonly string[] = PUBLIC_HEADERS;

/** Headers that only services may send; what a client wrote there is dropped at the edge. */
const isInternal = (name: string): boolean => name.startsWith('x-aether-') && !PUBLIC.includes(name);

export interface WebRequestParts {
  readonly origin: string;
  readonly signal: AbortSignal;
  /** Null for methods that have none. */
  readonly body: ReadableStream<Uint8Array> | null;
}

/** A fastify request in the platform's own types, for the routes of services. The body streams. */
export function toWebRequest(request: FastifyRequest, { origin, signal, body }: WebRequestParts): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || isInternal(name.toLowerCase()) || name === 'connection' || name === 'transfer-encoding')
      continue;
    headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  headers.set(CLIENT_ADDRESS_HEADER, request.ip);
  return new Request(new URL(request.url, origin), {
    method: request.method,
    headers,
    signal,
    ...(body === null ? {} : { body, duplex: 'half' }),
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
