import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messagesModes } from './messages-modes.ts';
import { vendorModes, type VendorMode, type VendorRequest } from './vendor-modes.ts';

export interface VendorServer extends AsyncDisposable {
  /** For an OpenAI client, with `/v1`. */
  readonly baseUrl: string;
  /** All requests so far. */
  readonly requests: readonly VendorRequest[];
  /** How the next requests are answered, one mode each; then `ok` again. Replaces what was planned before. */
  answer(...modes: readonly VendorMode[]): void;
  /** Resolves when a client has gone away in mid-answer. */
  readonly abandoned: Promise<void>;
}

/** A model vendor with faults, on a real loopback socket. It speaks the OpenAI protocol, and Anthropic's at `/v1/messages`, byte by byte where it streams. */
export async function startVendorServer(): Promise<VendorServer> {
  const requests: VendorRequest[] = [];
  const planned: VendorMode[] = [];
  const abandoned = Promise.withResolvers<void>();
  const server = createServer((message, response) => {
    response.on('close', () => {
      if (!response.writableFinished) abandoned.resolve();
    });
    void serve(message, response);
  });

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message);
    requests.push(request);
    response.socket?.setNoDelay(true);
    if (request.path.startsWith('/v1/models')) {
      send(response, {
        object: 'list',
        data: [
          { id: 'stub-1', object: 'model', created: 1, owned_by: 'stub' },
          { id: 'stub-embed', object: 'model', created: 1, owned_by: 'stub' },
        ],
      });
      return;
    }
    const mode = planned.shift() ?? 'ok';
    const answer = request.path === '/v1/messages' ? (messagesModes[mode] ?? vendorModes[mode]) : vendorModes[mode];
    await answer(request, response);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    answer: (...modes) => void planned.splice(0, Infinity, ...modes),
    abandoned: abandoned.promise,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readRequest(message: IncomingMessage): Promise<VendorRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    headers: Object.fromEntries(
      Object.entries(message.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    ),
    body: message.headers['content-type']?.startsWith('application/json') === true ? JSON.parse(text) : { text },
  };
}

function send(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
