import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { SafeFetch } from '@aether/common/security';
import { LATEST_PROTOCOL_VERSION, PROTOCOL_VERSION_META_KEY } from '@modelcontextprotocol/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HttpTransport } from '../src/upstream/http-transport.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const RESULT = { jsonrpc: '2.0', id: 7, result: { content: [{ type: 'text', text: 'done' }] } };
const CALL = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'look-up', arguments: {} } } as const;

let answer: Answer = json(RESULT);
let asked: { readonly headers: IncomingMessage['headers']; readonly body: string; readonly path: string }[] = [];
const server = createServer(async (request, response) => {
  asked.push({ headers: request.headers, body: await text(request), path: request.url ?? '' });
  answer(response, request);
});
let http: SafeFetch;
let transport: HttpTransport;
let told: unknown[] = [];
let errors: Error[] = [];

beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const url = new URL(`http://127.0.0.1:${address.port}/mcp`);
  http = new SafeFetch({ allowedOrigins: [url.origin] });
  transport = new HttpTransport({
    url,
    server: 'test',
    callFetch: http.fetch,
    callSend: http.send,
    streamFetch: http.fetch,
    brokenStreamMs: 1_000,
    credential: null,
  });
  [answer, asked, told, errors] = [json(RESULT), [], [], []];
  // The SDK knows properties, no listeners.
  Object.assign(transport, {
    onmessage: (message) => void told.push(message),
    onerror: (error) => void errors.push(error),
  } satisfies Pick<HttpTransport, 'onmessage' | 'onerror'>);
  await transport.start();
});

afterEach(async () => {
  await transport.close();
  await http[Symbol.asyncDispose]();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function json(body: unknown, status = 200): Answer {
  return (response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

test('a call is told as MCP has it, and what one JSON body answers is read', async () => {
  transport.setProtocolVersion('2025-11-25');
  await transport.send(CALL, { headers: { 'Idempotency-Key': 'k1', Authorization: 'Bearer of somebody else' } });
  expect(told).toEqual([RESULT]);
  const [request] = asked;
  expect(JSON.parse(request?.body ?? '')).toEqual(CALL);
  expect(request?.headers).toMatchObject({
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2025-11-25',
    'idempotency-key': 'k1',
  });
  expect(Object.keys(request?.headers ?? {})).not.toContain('authorization');
});

test('a call has the session that its server has given, and what 2026-07-28 wants by header', async () => {
  answer = (response) => {
    response.setHeader('mcp-session-id', 's1');
    json({ jsonrpc: '2.0', id: 1, result: {} })(response, response.req);
  };
  const params = {
    protocolVersion: LATEST_PROTOCOL_VERSION,
    capabilities: {},
    clientInfo: { name: 'a', version: '1' },
  };
  await transport.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  answer = json(RESULT);
  const meta = { [PROTOCOL_VERSION_META_KEY]: '2026-07-28' };
  await transport.send({ ...CALL, params: { ...CALL.params, _meta: meta } });
  expect(asked.at(-1)?.headers).toMatchObject({
    'mcp-session-id': 's1',
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': 'look-up',
  });
});

test('what a stream answers is read, and the server is asked once', async () => {
  const progress = { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 7, progress: 1 } };
  answer = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end([progress, RESULT].map((message) => `data: ${JSON.stringify(message)}\n\n`).join(''));
  };
  await transport.send(CALL);
  await expect.poll(() => told).toEqual([progress, RESULT]);
  expect(asked).toHaveLength(1);
});

test('a redirect within the origin is followed', async () => {
  answer = (response, request) => {
    if (request.url === '/mcp') response.writeHead(307, { location: '/elsewhere' }).end();
    else json(RESULT)(response, request);
  };
  await transport.send(CALL);
  expect(told).toEqual([RESULT]);
  expect(asked.map(({ path }) => path)).toEqual(['/mcp', '/elsewhere']);
});

test('several messages in one body are each told', async () => {
  const log = { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'here' } };
  answer = json([log, RESULT]);
  await transport.send(CALL);
  expect(told).toEqual([log, RESULT]);
});

test.each([
  ['that is no message', json({ jsonrpc: '2.0', id: 7, result: 'done' })],
  ['of another protocol', json({ id: 7, result: {} })],
  ['that is no JSON', (response: ServerResponse) => response.setHeader('content-type', 'application/json').end('{"')],
  ['of another type', (response: ServerResponse) => response.setHeader('content-type', 'text/html').end('<p>')],
  ['that refuses', json({ error: 'no' }, 500)],
])('an answer %s fails the call, once', async (_, wrong) => {
  answer = wrong;
  await expect(transport.send(CALL)).rejects.toThrow();
  expect([told, errors.length, asked.length]).toEqual([[], 1, 1]);
});

test('a message in an answer that names another call is told as it is', async () => {
  answer = json({ ...RESULT, id: 8 });
  await transport.send(CALL);
  expect(told).toEqual([{ ...RESULT, id: 8 }]);
});

test('a call that is under way ends with the transport, and with its own signal', async () => {
  answer = () => {};
  const stop = new AbortController();
  const calls = [transport.send(CALL), transport.send(CALL, { requestSignal: stop.signal })];
  const ended = Promise.allSettled(calls);
  await expect.poll(() => asked.length).toBe(2);
  stop.abort(new Error('enough'));
  await expect(calls[1]).rejects.toThrow('enough');
  await transport.close();
  expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
