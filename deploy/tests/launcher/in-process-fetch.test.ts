import { InternalTokens } from '@aether/common/security';
import { ForbiddenError, type Route, createLogger, toServiceHeaders } from '@aether/common/service';
import { describe, expect, test } from 'vitest';
import { inProcessFetch } from '../../local/in-process-fetch.ts';

const tokens = new InternalTokens({ secret: new Uint8Array(32), now: () => new Date() });
const logger = createLogger('test', { level: 'silent' });
const headers = toServiceHeaders(tokens, {
  service: 'executions',
  audience: 'llm-gateway',
  viewer: null,
  requestId: 'req_1',
  traceparent: null,
});

const routes: Route[] = [
  {
    method: 'POST',
    path: '/v1/echo/:name',
    handle: async (request, { parameters, context }) =>
      Response.json({ body: await request.json(), parameters, caller: context.caller, requestId: context.requestId }),
  },
  { method: 'GET', path: '/v1/refusal', handle: () => Promise.reject(new ForbiddenError('model:use')) },
];
const fetchModel = inProcessFetch({ service: () => ({ name: 'llm-gateway', routes }), tokens, logger });

describe('fetch in process', () => {
  test('carries body, path and the caller of the token', async () => {
    const response = await fetchModel('http://models/v1/echo/a%2Fb', { method: 'POST', body: '{"x":1}', headers });
    expect(await response.json()).toEqual({
      body: { x: 1 },
      parameters: { name: 'a/b' },
      caller: 'executions',
      requestId: 'req_1',
    });
  });

  test('answers a coded error as the socket would', async () => {
    const response = await fetchModel('http://models/v1/refusal', { headers });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'FORBIDDEN', requestId: 'req_1' } });
  });

  test('refuses a request without a token', async () => {
    expect((await fetchModel('http://models/v1/refusal')).status).toBe(401);
  });

  test('says which route is missing', async () => {
    const response = await fetchModel('http://models/v1/nothing', { headers });
    expect([response.status, await response.text()]).toEqual([404, 'llm-gateway has no route GET /v1/nothing.']);
  });
});
