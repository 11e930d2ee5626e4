import { ForbiddenError, type Route } from '@aether/common/service';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEdge, type TestEdge } from './test-edge.ts';
import { viewerOf } from './test-subgraphs.ts';

const ORIGIN = 'http://localhost:8080'; // the public address; the edge of this test listens elsewhere
const WHO: Route['handle'] = async (_request, { context }) => Response.json({ user: context.viewer?.userId ?? null });
const ROUTES: readonly (readonly [Route['method'], string])[] = [
  ['GET', '/mcp'],
  ['GET', '/mcp/s/:server'],
  ['GET', '/v1/models'],
  ['GET', '/v0.1/servers'],
  ['POST', '/auth/password'],
  ['POST', '/oauth/token'],
];

let edge: TestEdge;
beforeAll(async () => {
  edge = await startTestEdge({
    routes: [
      ...ROUTES.map(([method, path]) => ({ method, path, handle: WHO })),
      { method: 'POST', path: '/mcp', handle: () => Promise.reject(new ForbiddenError('tool:use')) },
    ],
  });
  edge.viewers.set('key', viewerOf('a', { sessionId: null }));
  for (const path of ['', '/mcp', '/mcp/s/crm', '/v1'])
    edge.viewers.set(`token of ${path}`.replaceAll(' ', '-'), {
      ...viewerOf('a', { sessionId: null }),
      resource: `${ORIGIN}${path}`,
    });
  edge.viewers.set('token-of-elsewhere', {
    ...viewerOf('a', { sessionId: null }),
    resource: 'https://elsewhere.example/mcp',
  });
});
afterAll(() => edge[Symbol.asyncDispose]());

const statusOf = async (path: string, token: string, method = 'GET'): Promise<number> =>
  (await fetch(`${edge.origin}${path}`, { method, headers: { authorization: `Bearer ${token}` } })).status;

test.each([
  ['token-of-', ['/mcp', '/mcp/s/crm', '/mcp/s/web', '/v1/models', '/v0.1/servers']],
  ['token-of-/mcp', ['/mcp', '/mcp/s/crm', '/mcp/s/web']],
  ['token-of-/mcp/s/crm', ['/mcp/s/crm']],
  ['token-of-/v1', ['/v1/models']],
  ['token-of-elsewhere', []],
  ['key', ['/mcp', '/mcp/s/crm', '/mcp/s/web', '/v1/models', '/v0.1/servers']],
])('%s is good at %j and nowhere else', async (token, good) => {
  const paths = ['/mcp', '/mcp/s/crm', '/mcp/s/web', '/mcp/s/%63rm', '/v1/models', '/v0.1/servers'];
  for (const path of paths) {
    const isEncoded = path.includes('%');
    const expected = good.includes(path) || (isEncoded && (token === 'key' || good.includes('/mcp'))) ? 200 : 401;
    expect(await statusOf(path, token), `${token} at ${path}`).toBe(expected);
  }
  expect(await statusOf('/auth/password', token, 'POST')).toBe(token === 'key' ? 200 : 401);
});

test('GraphQL takes no access token', async () => {
  const ask = async (token: string) => {
    const response = await fetch(`${edge.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ whoCalls }' }),
    });
    return ((await response.json()) as { data?: unknown }).data ?? null;
  };
  expect([await ask('token-of-'), await ask('key')]).toEqual([null, expect.anything()]);
});

test('a socket of GraphQL takes none either', async () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const client = createClient({
    url: `${edge.origin.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: 'Bearer token-of-' },
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => {},
    on: { closed: (event) => resolve((event as { code: number }).code) },
  });
  expect(await promise).toBe(4403);
  await client.dispose();
});

test.each([
  ['/mcp', '/mcp', 'tools agents'],
  ['/mcp/s/crm', '/mcp/s/crm', 'tools agents'],
  ['/mcp/s/agent', '/mcp/s/agent', 'tools agents'],
  ['/v1/models', '/v1', 'models agents tools'],
  ['/v0.1/servers', '', 'tools agents models'],
])('who comes to %s without a token is told where to get one', async (path, resource, scopes) => {
  const challengeOf = async (headers: Record<string, string>) =>
    (await fetch(`${edge.origin}${path}`, { headers })).headers.get('www-authenticate');
  const rest = `resource_metadata="${ORIGIN}/.well-known/oauth-protected-resource${resource}", scope="${scopes}"`;
  expect(await challengeOf({})).toBe(`Bearer ${rest}`);
  expect(await challengeOf({ authorization: 'Bearer spent' })).toBe(`Bearer error="invalid_token", ${rest}`);
});

test('an app whose token lacks a scope is told which to ask for; a key, and a token with all of them, are not', async () => {
  const all = ['tool:read', 'tool:use', 'agent:read', 'agent:run'];
  const app = (permissions: string[]) => ({
    ...viewerOf('a', { sessionId: null, permissions }),
    resource: `${ORIGIN}/mcp`,
  });
  edge.viewers.set('narrow', app(['agent:read', 'agent:run'])).set('wide', app(all));
  const challengeOf = async (token: string) => {
    const response = await fetch(`${edge.origin}/mcp`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    return [response.status, response.headers.get('www-authenticate')];
  };
  expect(await challengeOf('narrow')).toEqual([
    403,
    `Bearer error="insufficient_scope", resource_metadata="${ORIGIN}/.well-known/oauth-protected-resource/mcp", scope="tools agents"`,
  ]);
  expect([await challengeOf('wide'), await challengeOf('key')]).toEqual([
    [403, null],
    [403, null],
  ]);
});

test('who comes to a route of sessions is told of no token', async () => {
  const response = await fetch(`${edge.origin}/auth/password`, { method: 'POST' });
  expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, null]);
});

test('the endpoints of OAuth answer the pages of any site, and no cookie counts there', async () => {
  edge.viewers.set('session', viewerOf('a'));
  const headers = { origin: 'https://inspector.example', cookie: 'aether_session=session' };
  const preflight = await fetch(`${edge.origin}/oauth/token`, {
    method: 'OPTIONS',
    headers: { ...headers, 'access-control-request-method': 'POST' },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'POST']);
  const answer = await fetch(`${edge.origin}/oauth/token`, { method: 'POST', headers });
  expect([answer.headers.get('access-control-allow-origin'), await answer.json()]).toEqual(['*', { user: null }]);
  expect((await fetch(`${edge.origin}/auth/password`, { method: 'POST', headers })).status).toBe(403);
});
