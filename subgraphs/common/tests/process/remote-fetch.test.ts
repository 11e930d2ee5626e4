import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { remoteFetch } from '../../src/process/remote-fetch.ts';

let origin: string;
/** Requests that wait for an answer, by their path. */
let waiting: Map<string, ServerResponse>;
const bodies: string[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => bodies.push(`${request.method} ${body}`));
  waiting.set(request.url ?? '', response);
});
const before = getGlobalDispatcher();

beforeEach(async () => {
  waiting = new Map();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // The limits that everything in this process has that brings none of its own; 5 minutes are too long for a test.
  setGlobalDispatcher(new Agent({ headersTimeout: 200, bodyTimeout: 200 }));
});
afterEach(async () => {
  setGlobalDispatcher(before);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('an answer may take longer than the limits of the process, before its first byte and in between', async () => {
  await using remote = remoteFetch(origin);
  const answer = remote.fetch('http://anywhere/slow?x=1', { method: 'POST', body: 'question' });
  await expect.poll(() => waiting.has('/slow?x=1')).toBe(true);
  await expect(fetch(`${origin}/limit`)).rejects.toThrow();
  const response = waiting.get('/slow?x=1');
  response?.writeHead(200, { 'x-part': 'one' });
  response?.write('thinking, ');
  const { headers, body } = await answer;
  await expect(fetch(`${origin}/limit`)).rejects.toThrow();
  response?.end('answer');
  expect(headers.get('x-part')).toBe('one');
  expect(await new Response(body).text()).toBe('thinking, answer');
  expect(bodies).toContain('POST question');
});

test('a caller that gives up ends the request', async () => {
  await using remote = remoteFetch(origin);
  const caller = new AbortController();
  const answer = remote.fetch('http://anywhere/never', { signal: caller.signal });
  await expect.poll(() => waiting.has('/never')).toBe(true);
  const closed = once(waiting.get('/never') as ServerResponse, 'close');
  caller.abort(new Error('enough'));
  await expect(answer).rejects.toThrow('enough');
  await closed;
});
