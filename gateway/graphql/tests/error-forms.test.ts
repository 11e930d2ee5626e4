import type { Route } from '@aether/common/service';
import { PUBLIC_ROUTES } from '@aether/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEdge, type TestEdge } from './test-edge.ts';
import { viewerOf } from './test-subgraphs.ts';

let edge: TestEdge;

beforeAll(async () => {
  const routes = PUBLIC_ROUTES.map(({ method, path }): Route => ({
    method,
    path,
    handle: async (request, { parameters }) =>
      Response.json({ parameters, bytes: request.body === null ? null : (await request.arrayBuffer()).byteLength }),
  }));
  edge = await startTestEdge({ routes });
  edge.viewers.set('key', viewerOf('a', { sessionId: null }));
});
afterAll(() => edge[Symbol.asyncDispose]());

const KEY = { authorization: 'Bearer key' };
const ask = (method: string, path: string, headers: Record<string, string>, body?: string): Promise<Response> =>
  fetch(`${edge.origin}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });

/** Ours. */
const aether = (_status: number, _name: string, code: string) => ({ error: { code, message: expect.any(String) } });
/** Of the registry of MCP. */
const registry = (_status: number, _name: string, code: string) => ({ error: expect.any(String), code });
/** As OpenAI clients read it. */
const openai = (status: number, _name: string, code: string) => ({
  error: {
    message: expect.any(String),
    type: status === 401 ? 'authentication_error' : status === 429 ? 'rate_limit_error' : 'invalid_request_error',
    code,
    param: null,
    aether_code: code,
    request_id: expect.stringMatching(/^req_/),
  },
});
/** As A2A 1.0 has it over HTTP+JSON. */
const a2a = (status: number, name: string, reason: string) => ({
  error: {
    code: status,
    status: name,
    message: expect.any(String),
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason,
        domain: 'aether',
        metadata: { requestId: expect.any(String), retryable: expect.stringMatching(/^(true|false)$/) },
      },
    ],
  },
});

test.for([
  ['GET', '/v0.1/servers', registry],
  ['GET', '/v0.1/servers/a%2Fb/versions', registry],
  ['GET', '/v0.1/servers/a%2Fb/versions/latest', registry],
  ['POST', '/a2a/poet/message:send', a2a],
  ['GET', '/a2a/poet/tasks', a2a],
  ['GET', '/a2a/poet/tasks/exe_1:subscribe', a2a],
  ['DELETE', '/a2a/poet/tasks/exe_1/pushNotificationConfigs/mine', a2a],
  ['POST', '/a2a/poet', aether],
  ['GET', '/v1/models', openai],
  ['POST', '/v1/chat/completions', openai],
  ['GET', '/executions/exe_1/events', aether],
] as const)(
  'without a key, and with a wrong one, %s %s is refused in the form of its protocol',
  async ([method, path, form]) => {
    for (const headers of [{}, { authorization: 'Bearer aek_wrong' }, { cookie: 'aether_session=gone' }]) {
      const response = await ask(method, path, headers as Record<string, string>);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject(form(401, 'UNAUTHENTICATED', 'UNAUTHENTICATED'));
    }
  },
);

test('a body that is too large, and a page of another site, are refused in the form of the protocol', async () => {
  const large = await ask('POST', '/a2a/poet/message:send', KEY, 'x'.repeat(1_024 * 1_024 + 1));
  expect([large.status, await large.json()]).toMatchObject([413, a2a(413, 'INVALID_ARGUMENT', 'BODY_TOO_LARGE')]);
  const withBody = await ask('POST', '/a2a/poet/tasks/exe_1:cancel', KEY, 'x'.repeat(16 * 1_024 + 1));
  expect(withBody.status).toBe(413);
  const page = { cookie: 'aether_session=key', origin: 'https://evil.example' };
  const foreign = await ask('POST', '/a2a/poet/message:send', page, '{}');
  expect([foreign.status, await foreign.json()]).toMatchObject([403, a2a(403, 'PERMISSION_DENIED', 'ORIGIN_REFUSED')]);
});

test.for([
  ['/v0.1/servers', registry],
  ['/a2a/poet/tasks', a2a],
  ['/v1/models', openai],
] as const)('a key that has used up its minute is refused at %s in the form of the protocol', async ([path, form]) => {
  const apiKeyId = path.replaceAll('/', '_');
  const key = { apiKeyId, requestsPerMinute: 1, models: [], tools: [] };
  edge.viewers.set(apiKeyId, { ...viewerOf('a', { sessionId: null }), ...key });
  const headers = { authorization: `Bearer ${apiKeyId}` };
  expect((await ask('GET', path, headers)).status).toBe(200);
  const refused = await ask('GET', path, headers);
  expect([refused.status, await refused.json()]).toMatchObject([429, form(429, 'RESOURCE_EXHAUSTED', 'RATE_LIMITED')]);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('the paths of A2A over HTTP+JSON reach the agent, colons and all, and no other method does', async () => {
  const parametersOf = async (method: string, path: string, body?: string): Promise<unknown> =>
    ((await (await ask(method, `/a2a/poet${path}`, KEY, body)).json()) as { readonly parameters?: unknown }).parameters;
  const slug = 'poet';
  expect(await parametersOf('POST', '/message:stream', '{}')).toEqual({ slug, operation: 'message:stream' });
  expect(await parametersOf('POST', '/message%3Asend', '{}')).toEqual({ slug, operation: 'message:send' });
  expect(await parametersOf('GET', '/tasks/exe_1:subscribe')).toEqual({ slug, task: 'exe_1:subscribe' });
  // As the official client sends it: with a type, and nothing of it.
  const response = await ask('DELETE', '/a2a/poet/tasks/exe_1/pushNotificationConfigs/mine', {
    ...KEY,
    'content-type': 'application/json',
  });
  expect(await response.json()).toMatchObject({ parameters: { slug, task: 'exe_1', config: 'mine' } });
  for (const [method, path] of [
    ['GET', '/message:send'],
    ['PUT', '/message:send'],
    ['DELETE', '/tasks/exe_1'],
    ['PATCH', '/tasks/exe_1:cancel'],
  ] as const)
    expect((await ask(method, `/a2a/poet${path}`, KEY)).status, path).toBe(404);
});

test.each([
  ['GET', '/v1/nothing', openai],
  ['GET', '/v1/chat/completions', openai],
  ['POST', '/v1/completions?x=1', openai],
  ['POST', '/nothing', aether],
] as const)('%s %s, where nothing answers, is told in the form of its protocol', async (method, path, form) => {
  const answer = await ask(method, path, KEY, method === 'POST' ? '{}' : undefined);
  expect([answer.status, await answer.json()]).toMatchObject([404, form(404, 'NOT_FOUND', 'NOT_FOUND')]);
});
