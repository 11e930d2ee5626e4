import { once } from 'node:events';
import {
  createLogger,
  type Route,
  type RouteCall,
  type ServedService,
  serveService,
  toServiceHeaders,
} from '@aether/common/service';
import { testTokens, testViewer } from '@aether/test-support';
import { afterEach, expect, test } from 'vitest';

const tokens = testTokens();
const encoder = new TextEncoder();
let served: ServedService;
afterEach(() => served[Symbol.asyncDispose]());

const headers = (): Record<string, string> => ({
  ...toServiceHeaders(tokens, {
    service: 'graphql-gateway',
    audience: 'echo',
    viewer: testViewer(),
    requestId: 'req_1',
    traceparent: null,
  }),
});

async function serve(...routes: readonly Route[]): Promise<string> {
  const logger = createLogger('echo', { level: 'silent' });
  const service = { name: 'echo', subgraph: null, routes, readiness: async () => [] };
  const idle = { start: async () => undefined, [Symbol.asyncDispose]: async () => undefined };
  served = await serveService({ ...service, ...idle }, { host: '127.0.0.1', port: 0, tokens, logger });
  return served.origin;
}

const route = (path: string, handle: (request: Request, call: RouteCall) => Promise<Response>): Route => ({
  method: 'POST',
  path,
  handle,
});

test('a route gets the body as it comes, and its answer comes back whole', async () => {
  const origin = await serve(route('/echo', async (request) => new Response(await request.text(), { status: 201 })));
  const body = 'x'.repeat(1_000_000);
  const answer = await fetch(`${origin}/echo`, { method: 'POST', headers: headers(), body });
  expect([answer.status, await answer.text()]).toEqual([201, body]);
});

test('plain paths and patterns are told apart, in the order of the routes', async () => {
  const named =
    (name: string) =>
    async (_: Request, { parameters }: RouteCall) =>
      Response.json({ name, ...parameters });
  const origin = await serve(
    route('/files/new', named('new')),
    route('/files/:id', named('one')),
    route('/files/never', named('behind the pattern')),
  );
  const ask = async (path: string): Promise<unknown> =>
    (await fetch(`${origin}${path}`, { method: 'POST', headers: headers() })).json();
  expect(await ask('/files/new?x=1')).toEqual({ name: 'new' });
  expect(await ask('/files/a%20b')).toEqual({ name: 'one', id: 'a b' });
  expect(await ask('/files/never')).toEqual({ name: 'one', id: 'never' });
  expect(await ask('/files/new/')).toEqual({ error: { code: 'NOT_FOUND' } });
});

test('who has the whole answer has not left', async () => {
  const signals: AbortSignal[] = [];
  const origin = await serve(
    route('/whole', async (_, { context }) => {
      signals.push(context.signal);
      return Response.json({});
    }),
  );
  const ask = () => fetch(`${origin}/whole`, { method: 'POST', headers: { ...headers(), connection: 'close' } });
  for (let index = 0; index < 3; index += 1) await (await ask()).text();
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false]);
});

test('who leaves in the middle of an answer aborts the request and cancels the rest', async () => {
  const aborted = Promise.withResolvers<void>();
  const canceled = Promise.withResolvers<void>();
  const origin = await serve(
    route('/endless', async (_, { context }) => {
      context.signal.addEventListener('abort', () => aborted.resolve());
      const start = (controller: ReadableStreamDefaultController): void => controller.enqueue(encoder.encode('begin'));
      return new Response(new ReadableStream({ start, cancel: () => canceled.resolve() }));
    }),
  );
  const leave = new AbortController();
  const answer = await fetch(`${origin}/endless`, { method: 'POST', headers: headers(), signal: leave.signal });
  const reader = answer.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('begin');
  leave.abort();
  await Promise.all([aborted.promise, canceled.promise]);
});

test('the answer to somebody who has left before it is canceled', async () => {
  const canceled = Promise.withResolvers<void>();
  const origin = await serve(
    route('/late', async (_, { context }) => {
      await once(context.signal, 'abort');
      return new Response(new ReadableStream({ cancel: () => canceled.resolve() }));
    }),
  );
  const answer = fetch(`${origin}/late`, { method: 'POST', headers: headers(), signal: AbortSignal.timeout(100) });
  await expect(answer).rejects.toThrow();
  await canceled.promise;
});

test('an answer that breaks off in the middle breaks the connection, and the next one is served', async () => {
  const origin = await serve(
    route('/broken', async () => {
      async function* pieces(): AsyncGenerator<Uint8Array> {
        yield encoder.encode('begin');
        throw new Error('The source is gone.');
      }
      return new Response(ReadableStream.from(pieces()));
    }),
    route('/fine', async () => new Response('fine')),
  );
  const ask = (path: string) => fetch(`${origin}${path}`, { method: 'POST', headers: headers() });
  await expect(ask('/broken').then((answer) => answer.text())).rejects.toThrow();
  expect(await (await ask('/fine')).text()).toBe('fine');
});
