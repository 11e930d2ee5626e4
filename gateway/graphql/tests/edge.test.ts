import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerLeftChannel } from '@aether/schema';
import { type TestEdge, startTestEdge } from './test-edge.ts';
import { viewerOf } from './test-subgraphs.ts';

const WHO = 'query Who { whoCalls }';
const hash = createHash('sha256').update(WHO).digest('hex');

describe('the edge over HTTP', () => {
  let edge: TestEdge;
  beforeAll(async () => {
    const webFolder = mkdtempSync(join(tmpdir(), 'aether-web-'));
    mkdirSync(join(webFolder, 'assets'));
    writeFileSync(join(webFolder, 'index.html'), '<!doctype html><title>Aether</title>');
    writeFileSync(join(webFolder, 'assets', 'app.js'), 'export {};');
    edge = await startTestEdge({
      trustedDocuments: { [`sha256:${hash}`]: WHO },
      webFolder,
      routes: [
        {
          method: 'PUT',
          path: '/uploads/:id',
          handle: async (request, { parameters, context }) =>
            Response.json({
              id: parameters['id'],
              bytes: (await request.arrayBuffer()).byteLength,
              viewer: context.viewer?.userId ?? null,
              token: request.headers.get('x-aether-token'),
              fallbacks: request.headers.get('x-aether-fallbacks'),
            }),
        },
      ],
    });
    edge.viewers.set('session', viewerOf('a'));
    edge.viewers.set('key', viewerOf('a', { sessionId: null }));
  });
  afterAll(() => edge[Symbol.asyncDispose]());

  async function post(
    body: unknown,
    headers: Record<string, string> = { cookie: 'theme=dark; aether_session=session' },
  ): Promise<{
    status: number;
    body: { data?: unknown; errors?: { extensions: Record<string, unknown> }[] };
    headers: Headers;
  }> {
    const response = await fetch(`${edge.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as never, headers: response.headers };
  }
  const codeOf = async (answer: ReturnType<typeof post>): Promise<unknown> =>
    (await answer).body.errors?.[0]?.extensions['code'];

  test('answers a trusted document of a session by its hash, with or without the prefix', async () => {
    for (const sha256Hash of [hash, `sha256:${hash}`]) {
      const { status, body } = await post({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
      expect(status).toBe(200);
      expect(body.data).toMatchObject({ whoCalls: expect.stringMatching(/^graphql-gateway\/a\/req_/u) });
    }
  });

  test('refuses an unknown hash and the text of a document from a session', async () => {
    expect(await codeOf(post({ extensions: { persistedQuery: { sha256Hash: 'f'.repeat(64) } } }))).toBe(
      'UNKNOWN_DOCUMENT',
    );
    expect(await codeOf(post({ query: WHO }))).toBe('OPEN_DOCUMENT_REFUSED');
  });

  test('runs the text of a document from an API key', async () => {
    expect((await post({ query: WHO }, { authorization: 'Bearer key' })).body.data).toBeDefined();
  });

  test('gives every answer a request id that its errors name', async () => {
    const { headers, body } = await post({ query: '{ refused }' }, { authorization: 'Bearer key' });
    expect(headers.get('x-request-id')).toMatch(/^req_/u);
    expect(body.errors?.[0]?.extensions['requestId']).toBe(headers.get('x-request-id'));
  });

  test.each([
    ['BAD_REQUEST', '[]', {}],
    ['BAD_REQUEST', '{}', {}],
    ['BAD_REQUEST', '{"query": 5}', {}],
    ['BAD_REQUEST', '{ broken', {}],
    ['ORIGIN_REFUSED', JSON.stringify({ query: WHO }), { origin: 'https://evil.example' }],
    ['UNSUPPORTED_MEDIA_TYPE', 'query=x', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['BODY_TOO_LARGE', JSON.stringify({ query: WHO, variables: { text: 'x'.repeat(1_000_000) } }), {}],
  ])('answers %s to a request that is none', async (code, body, headers) => {
    expect(await codeOf(post(body, { cookie: 'aether_session=session', ...headers }))).toBe(code);
  });

  test('refuses a document of many tokens before it is parsed', async () => {
    expect(await codeOf(post({ query: `{ ${'whoCalls '.repeat(3_000)} }` }, { authorization: 'Bearer key' }))).toBe(
      'TOO_MANY_TOKENS',
    );
  });

  test('refuses an API key that has used up its minute, and says when to come back', async () => {
    edge.viewers.set('limited', { ...viewerOf('a', { sessionId: null }), apiKeyId: 'key_1', requestsPerMinute: 2 });
    const ask = () => post({ query: WHO }, { authorization: 'Bearer limited' });
    expect([await ask(), await ask()].map(({ status }) => status)).toEqual([200, 200]);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.body.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('0');
    const route = await fetch(`${edge.origin}/uploads/upl_1`, {
      method: 'PUT',
      headers: { authorization: 'Bearer limited' },
      body: 'x',
    });
    expect([route.status, route.headers.get('x-ratelimit-limit-requests')]).toEqual([429, '2']);
    expect(Number(route.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('answers no query by GET', async () => {
    expect((await fetch(`${edge.origin}/graphql?query={whoCalls}`)).status).toBe(405);
  });

  test('forwards a public route with its body and how to choose a model, and drops internal headers of a client', async () => {
    const response = await fetch(`${edge.origin}/uploads/upl_1`, {
      method: 'PUT',
      headers: {
        'x-aether-token': 'forged',
        'x-aether-fallbacks': 'a/b',
        'content-type': 'application/pdf',
        cookie: 'aether_session=session',
      },
      body: 'x'.repeat(100_000),
    });
    expect(await response.json()).toEqual({
      id: 'upl_1',
      bytes: 100_000,
      viewer: 'usr_a',
      token: null,
      fallbacks: 'a/b',
    });
  });

  test('does not reach what is no public route', async () => {
    expect((await fetch(`${edge.origin}/internal`, { method: 'POST' })).status).toBe(404);
  });

  test('drops a revoked session at once when identity tells', async () => {
    edge.viewers.set('revoked', viewerOf('b'));
    const ask = () =>
      post({ extensions: { persistedQuery: { sha256Hash: hash } } }, { cookie: 'aether_session=revoked' });
    expect((await ask()).body.data).toMatchObject({ whoCalls: expect.stringContaining('/b/') });
    edge.viewers.delete('revoked');
    edge.streams.publish('identity.revoked', {});
    await expect
      .poll(async () => (await ask()).body.data)
      .toMatchObject({ whoCalls: expect.stringContaining('/nobody/') });
  });

  test('serves the application for every screen under a strict policy', async () => {
    const page = await fetch(`${edge.origin}/agents/agt_1`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('<title>Aether</title>');
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/u);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    const script = await fetch(`${edge.origin}/assets/app.js`);
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${edge.origin}/assets/missing.js`)).status).toBe(404);
  });

  test('lets a window that an app has opened for consent, and no other, know its opener', async () => {
    const openerOf = async (path: string) => {
      const { headers } = await fetch(`${edge.origin}${path}`, { headers: { accept: 'text/html' } });
      return [
        headers.get('cross-origin-opener-policy'),
        /frame-ancestors 'none'/u.test(headers.get('content-security-policy') ?? ''),
      ];
    };
    expect(await openerOf('/oauth/authorize?client_id=aecl_1')).toEqual(['unsafe-none', true]);
    for (const path of ['/oauth/authorize/x', '/oauth/token', '/settings?next=/oauth/authorize'])
      expect(await openerOf(path)).toEqual(['same-origin', true]);
  });

  test('tells liveness and readiness', async () => {
    expect(await (await fetch(`${edge.origin}/health`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${edge.origin}/ready`)).json()).toEqual({
      ready: true,
      parts: [{ name: 'test', ready: true, detail: null }],
    });
  });
});

describe('a body without an announced length', () => {
  const MAXIMUM = 16 * 1024;

  async function signInWith(chunks: readonly string[]): Promise<Response> {
    await using edge = await startTestEdge({
      routes: [
        {
          method: 'POST',
          path: '/auth/sign-in',
          // As services do that take every body which does not parse for a bad one.
          handle: async (request) =>
            request.text().then(
              (text) => Response.json({ read: text.length }),
              () => Response.json({ read: 'nothing' }, { status: 400 }),
            ),
        },
      ],
    });
    const body = ReadableStream.from(chunks.map((chunk) => new TextEncoder().encode(chunk)));
    const init = { method: 'POST', body, duplex: 'half' as const };
    const response = await fetch(`${edge.origin}/auth/sign-in`, init);
    return new Response(await response.text(), { status: response.status });
  }

  test('goes through up to the limit of its address', async () => {
    const response = await signInWith(Array.from({ length: 16 }, () => 'x'.repeat(1024)));
    expect(await response.json()).toEqual({ read: MAXIMUM });
  });

  test('is refused one byte later, whatever the service made of it', async () => {
    const response = await signInWith([...Array.from({ length: 16 }, () => 'x'.repeat(1024)), 'x']);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: 'BODY_TOO_LARGE', facts: { maximum: MAXIMUM } } });
  });
});

describe('a caller who waits behind the edge', () => {
  /** An edge with one caller, whose request never ends by itself, and what is told about that caller. */
  async function waitingCaller() {
    const reached = Promise.withResolvers<string>();
    const edge = await startTestEdge({
      routes: [
        {
          method: 'PUT',
          path: '/uploads/:id',
          handle: (_request, { context }) => {
            reached.resolve(context.requestId);
            return new Promise((_, reject) => {
              context.signal.addEventListener('abort', () => reject(context.signal.reason), { once: true });
            });
          },
        },
      ],
    });
    edge.viewers.set('session', viewerOf('a'));
    const leave = new AbortController();
    const request = fetch(`${edge.origin}/uploads/upl_1`, {
      method: 'PUT',
      headers: { cookie: 'aether_session=session' },
      body: 'x',
      signal: leave.signal,
    }).catch(() => null);
    const { signal } = new AbortController();
    const words = edge.streams.subscribe(callerLeftChannel(await reached.promise), { signal });
    return { edge, leave, request, words: words[Symbol.asyncIterator]() };
  }

  test('is told about when it leaves', async () => {
    const { edge, leave, words } = await waitingCaller();
    await using _edge = edge;
    leave.abort();
    expect(await words.next()).toMatchObject({ done: false });
  });

  test('is not said to have left when the edge stops', async () => {
    const { edge, request, words } = await waitingCaller();
    const heard = words.next();
    await edge[Symbol.asyncDispose]();
    expect(await request).toBeNull();
    expect(await heard).toMatchObject({ done: true });
  });
});

describe('a public route', () => {
  const route = { method: 'GET', path: '/v1/models', handle: async () => Response.json({ data: [] }) } as const;

  test('that its service lacks ends the start, with its name', async () => {
    const services = new Map([['llm-gateway', { routes: [route] }]]);
    await expect(startTestEdge({ services })).rejects.toThrow(
      'POST /v1/chat/completions is not among the routes of the service "llm-gateway"',
    );
  });

  test('of a service that is not here answers 404', async () => {
    await using edge = await startTestEdge({ services: new Map() });
    expect((await fetch(`${edge.origin}/v1/models`)).status).toBe(404);
  });
});
