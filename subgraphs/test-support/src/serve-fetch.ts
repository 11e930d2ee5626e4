import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface ServedFetch extends AsyncDisposable {
  /** Such as `http://127.0.0.1:8082`. */
  readonly origin: string;
}

/** Serves a fetch-style handler on a real loopback socket; what it answers is sent as it is made. */
export async function serveFetch(
  handle: (request: Request, gone: AbortSignal) => Promise<Response>,
): Promise<ServedFetch> {
  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const headers = Object.entries(message.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : [],
    );
    const withBody = message.method !== 'GET' && message.method !== 'HEAD';
    const request = new Request(new URL(message.url ?? '/', `http://127.0.0.1`), {
      method: message.method ?? 'GET',
      headers,
      signal: gone.signal,
      ...(withBody ? { body: Readable.toWeb(message) as unknown as ReadableStream<Uint8Array>, duplex: 'half' } : {}),
    });
    const answer = await handle(request, gone.signal);
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.flushHeaders();
    if (answer.body === null) response.end();
    else await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), response);
  }

  const server = createServer((message, response) => {
    serve(message, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}
