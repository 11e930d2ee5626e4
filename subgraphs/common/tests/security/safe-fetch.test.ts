import { randomBytes } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { AddressRefusedError, FetchTooLargeError, SafeFetch } from '../../src/security/index.ts';
import { allowing } from './allowing.ts';
import { site } from './site.ts';

test('fetches an allowed origin under its own name, and sends what it is given', async () => {
  await using server = await site((request, response) => request.pipe(response));
  await using safe = allowing({ 'files.test': server });
  const response = await safe.fetch(`http://files.test:${server.port}/a?b=c`, {
    method: 'POST',
    headers: { authorization: 'Bearer x', host: 'evil.test' },
    body: 'hello',
  });
  expect([response.status, await response.text()]).toEqual([200, 'hello']);
  expect(server.requests[0]).toMatchObject({
    url: '/a?b=c',
    headers: { host: `files.test:${server.port}`, authorization: 'Bearer x', 'content-length': '5' },
  });
});

test('refuses a name of which any address is not public, and asks for it once', async () => {
  await using server = await site((_, response) => response.end());
  let asked = 0;
  await using safe = new SafeFetch({
    allowedPorts: [server.port],
    resolve: async () => {
      asked++;
      return [
        { address: '93.184.215.14', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ];
    },
  });
  await expect(safe.fetch(`https://rebind.test:${server.port}/`)).rejects.toThrow(AddressRefusedError);
  expect([asked, server.requests.length]).toEqual([1, 0]);
});

test('an allowed name that points at the metadata service is refused', async () => {
  const resolve = async (): Promise<{ address: string; family: number }[]> => [
    { address: '169.254.169.254', family: 4 },
  ];
  await using safe = new SafeFetch({ resolve, allowedOrigins: ['http://corp.test'] });
  await expect(safe.fetch('http://corp.test/')).rejects.toThrow(AddressRefusedError);
});

test('a redirect to a private address is refused, and nothing arrives there', async () => {
  await using inner = await site((_, response) => response.end('secret'));
  await using outer = await site((_, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${inner.port}/` }).end(),
  );
  await using safe = allowing({ 'outer.test': outer });
  await expect(safe.fetch(`http://outer.test:${outer.port}/`)).rejects.toThrow(AddressRefusedError);
  expect(inner.requests).toHaveLength(0);
});

test('three redirects are followed, a fourth is not', async () => {
  await using server = await site((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end('there');
    else response.writeHead(307, { location: `/${left - 1}` }).end();
  });
  await using safe = allowing({ 'hops.test': server });
  expect(await (await safe.fetch(`http://hops.test:${server.port}/3`)).text()).toBe('there');
  await expect(safe.fetch(`http://hops.test:${server.port}/4`)).rejects.toThrow(AddressRefusedError);
});

test('credentials do not follow a redirect to another origin, but to the same one', async () => {
  await using other = await site((_, response) => response.end());
  await using server = await site((request, response) => {
    const location = request.url === '/away' ? `http://other.test:${other.port}/` : '/end';
    if (request.url === '/end') response.end();
    else response.writeHead(307, { location }).end();
  });
  await using safe = allowing({ 'vendor.test': server, 'other.test': other });
  const headers = { authorization: 'Bearer x', 'x-api-key': 'k', cookie: 'c=1', accept: 'text/plain' };
  await safe.fetch(`http://vendor.test:${server.port}/away`, { headers });
  await safe.fetch(`http://vendor.test:${server.port}/here`, { headers });
  expect(other.requests[0]?.headers).toMatchObject({ accept: 'text/plain' });
  for (const name of ['authorization', 'x-api-key', 'cookie'])
    expect(other.requests[0]?.headers).not.toHaveProperty(name);
  expect(server.requests.at(-1)).toMatchObject({ url: '/end', headers });
});

test('a POST that is redirected with 303 becomes a GET without a body, with 307 it stays', async () => {
  await using server = await site((request, response) => {
    if (request.url === '/end') request.pipe(response.setHeader('x-method', request.method ?? ''));
    else response.writeHead(Number(request.url?.slice(1)), { location: '/end' }).end();
  });
  await using safe = allowing({ 'post.test': server });
  const post = async (status: number): Promise<unknown[]> => {
    const response = await safe.fetch(`http://post.test:${server.port}/${status}`, { method: 'POST', body: 'data' });
    return [response.headers.get('x-method'), await response.text()];
  };
  expect([await post(303), await post(302), await post(307)]).toEqual([
    ['GET', ''],
    ['GET', ''],
    ['POST', 'data'],
  ]);
});

test('an answer is cut off at its limit, announced, chunked or compressed', async () => {
  await using server = await site((request, response) => {
    if (request.url === '/announced') response.end(Buffer.alloc(2_000));
    if (request.url === '/chunked') response.write(Buffer.alloc(900), () => response.end(Buffer.alloc(900)));
    if (request.url === '/bomb')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1_000_000)));
    if (request.url === '/small') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('small'));
  });
  await using safe = allowing({ 'large.test': server }, { maximumBytes: 1_500 });
  const read = async (path: string): Promise<string> =>
    (await safe.fetch(`http://large.test:${server.port}${path}`)).text();
  for (const path of ['/announced', '/chunked', '/bomb']) await expect(read(path)).rejects.toThrow(FetchTooLargeError);
  expect(await read('/small')).toBe('small');
});

test('a refusal keeps its status and headers however long it is, and an answer to HEAD may announce anything', async () => {
  await using server = await site((_, response) => {
    response.writeHead(429, { 'retry-after': '7', 'content-length': 2_000 }).end(Buffer.alloc(2_000));
  });
  await using generous = await site((_, response) => void response.setHeader('content-length', 2_000).end());
  await using safe = allowing({ 'busy.test': server, 'generous.test': generous }, { maximumBytes: 1_500 });
  const refusal = await safe.fetch(`http://busy.test:${server.port}/`);
  expect([refusal.status, refusal.headers.get('retry-after')]).toEqual([429, '7']);
  await expect(refusal.text()).rejects.toThrow(FetchTooLargeError);
  const head = await safe.fetch(`http://generous.test:${generous.port}/`, { method: 'HEAD' });
  expect([head.status, head.body]).toEqual([200, null]);
});

test('a status that HTTP does not have is a failure, and its connection is let go', async () => {
  const closed = Promise.withResolvers<void>();
  await using server = await site((request, response) => {
    request.socket.once('close', () => closed.resolve());
    response.writeHead(999).write('no');
  });
  await using safe = allowing({ 'odd.test': server });
  await expect(safe.fetch(`http://odd.test:${server.port}/`)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await closed.promise;
});

test('a body where none belongs is let go', async () => {
  const closed = Promise.withResolvers<void>();
  await using server = await site((request, response) => {
    request.socket.once('close', () => closed.resolve());
    response.writeHead(205, { 'content-length': 1_000_000 }).write('begin');
  });
  await using safe = allowing({ 'full.test': server });
  expect((await safe.fetch(`http://full.test:${server.port}/`)).status).toBe(205);
  await closed.promise;
});

test.each(['send', 'fetch'] as const)('%s takes white space off values, and no host from its caller', async (way) => {
  await using server = await site((_, response) => response.end());
  await using safe = allowing({ 'pasted.test': server });
  const url = `http://pasted.test:${server.port}/`;
  const request = { method: 'GET', headers: { authorization: ' Bearer x\n', host: 'evil.test' }, body: null };
  await (way === 'send' ? safe.send({ ...request, url, signal: null }) : safe.fetch(url, request));
  expect(server.requests[0]?.headers).toMatchObject({
    authorization: 'Bearer x',
    host: `pasted.test:${server.port}`,
  });
});

test('a header that cannot be sent is a final error, and nothing arrives', async () => {
  await using server = await site((_, response) => response.end());
  await using safe = allowing({ 'torn.test': server });
  const request = { method: 'GET', body: null, signal: null, headers: { authorization: 'Bearer x\ny' } };
  await expect(safe.send({ ...request, url: `http://torn.test:${server.port}/` })).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    retryable: false,
  });
  expect(server.requests).toEqual([]);
});

test('hints come before an answer, cookies stay apart, and some answers have no body', async () => {
  await using server = await site((request, response) => {
    if (request.url === '/none') return void response.writeHead(204).end();
    response.writeEarlyHints({ link: '</style.css>; rel=preload' });
    response.writeHead(200, 'Fine', { 'set-cookie': ['a=1', 'b=2'] }).end('body');
  });
  await using safe = allowing({ 'plain.test': server });
  const read = await safe.fetch(`http://plain.test:${server.port}/`);
  expect([read.status, read.statusText]).toEqual([200, 'Fine']);
  expect([read.headers.getSetCookie(), await read.text()]).toEqual([['a=1', 'b=2'], 'body']);
  const none = await safe.fetch(`http://plain.test:${server.port}/none`);
  expect([none.status, none.body]).toEqual([204, null]);
  const head = await safe.fetch(`http://plain.test:${server.port}/`, { method: 'HEAD' });
  expect([head.status, head.body]).toEqual([200, null]);
});

test.each(['', 'gzip'])('a server waits for a reader that is slow (coding "%s")', async (coding) => {
  const noise = randomBytes(20_000_000);
  const sent = coding === '' ? noise : gzipSync(noise, { level: 0 });
  let isSent = false;
  await using server = await site((_, response) => {
    response.writeHead(200, { 'content-encoding': coding || 'identity' }).end(sent, () => {
      isSent = true;
    });
  });
  await using safe = allowing({ 'wide.test': server }, { maximumBytes: 30_000_000 });
  const response = await safe.fetch(`http://wide.test:${server.port}/`);
  await setTimeout(200);
  expect(isSent).toBe(false);
  expect(noise.equals(await response.bytes())).toBe(true);
});

test('an answer that breaks off is an error of its reader', async () => {
  await using server = await site((_, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('begin', () => response.destroy());
  });
  await using safe = allowing({ 'broken.test': server });
  const response = await safe.fetch(`http://broken.test:${server.port}/`);
  await expect(response.text()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('an abort in mid-body is the caller’s own error, and of an exchange that is over nothing stays at the signal', async () => {
  await using server = await site((request, response) => {
    if (request.url === '/whole') response.end('whole');
    else response.write('begin');
  });
  await using safe = allowing({ 'leaving.test': server });
  const abort = new AbortController();
  const { signal } = abort;
  const whole = await safe.fetch(`http://leaving.test:${server.port}/whole`, { signal });
  expect([await whole.text(), getEventListeners(signal, 'abort')]).toEqual(['whole', []]);
  const response = await safe.fetch(`http://leaving.test:${server.port}/`, { signal });
  abort.abort(new Error('changed my mind'));
  await expect(response.text()).rejects.toThrow('changed my mind');
  await expect(safe.fetch(`http://leaving.test:${server.port}/`, { signal })).rejects.toThrow('changed my mind');
});

test('a server without an answer, or that stalls in the body, is DEADLINE_EXCEEDED', async () => {
  await using server = await site((request, response) => {
    if (request.url === '/stall') response.write('begin');
  });
  await using safe = allowing({ 'slow.test': server }, { totalTimeoutMs: 200 });
  await expect(safe.fetch(`http://slow.test:${server.port}/never`)).rejects.toMatchObject({
    code: 'DEADLINE_EXCEEDED',
  });
  const stalled = await safe.fetch(`http://slow.test:${server.port}/stall`);
  await expect(stalled.text()).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
});

test('an abort of the caller is the caller’s own error', async () => {
  await using server = await site(() => {});
  await using safe = allowing({ 'abort.test': server });
  const abort = new AbortController();
  const response = safe.fetch(`http://abort.test:${server.port}/`, { signal: abort.signal });
  const failure = response.catch((error: unknown) => error);
  abort.abort(new Error('changed my mind'));
  expect(await failure).toEqual(new Error('changed my mind'));
});

test('a reader that leaves in mid-body harms nobody', async () => {
  await using server = await site((_, response) => {
    const more = (): void => void (response.writable && response.write(Buffer.alloc(10_000), more));
    more();
  });
  await using safe = allowing({ 'endless.test': server });
  const response = await safe.fetch(`http://endless.test:${server.port}/`);
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
});

test('a closed port and an unknown name are UNAVAILABLE', async () => {
  const closed = await site(() => {});
  await closed[Symbol.asyncDispose]();
  await using safe = allowing({ 'closed.test': closed });
  await expect(safe.fetch(`http://closed.test:${closed.port}/`)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    retryable: true,
  });
  await using nowhere = new SafeFetch({ resolve: () => Promise.reject(new Error('getaddrinfo ENOTFOUND no.test')) });
  await expect(nowhere.fetch('https://no.test/')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('an answer without a body has none, and its connection serves later requests', async () => {
  const ports = new Set<number | undefined>();
  await using server = await site((request, response) => {
    ports.add(request.socket.remotePort);
    response.writeHead(204, { 'set-cookie': ['a=1', 'b=2'] }).end();
  });
  await using safe = allowing({ 'empty.test': server });
  for (let index = 0; index < 10; index += 1) {
    const response = await safe.fetch(`http://empty.test:${server.port}/`);
    expect([response.status, response.body, response.headers.getSetCookie()]).toEqual([204, null, ['a=1', 'b=2']]);
  }
  // The next one may come before it is free.
  expect(ports.size).toBeLessThanOrEqual(2);
});

test('what was read to its end leaves nobody listening to the caller', async () => {
  await using server = await site((_, response) => response.end('done'));
  await using safe = allowing({ 'quiet.test': server });
  const caller = new AbortController();
  const request = { method: 'GET', headers: {}, body: null, signal: caller.signal };
  const answer = await safe.send({ ...request, url: `http://quiet.test:${server.port}/` });
  expect(getEventListeners(caller.signal, 'abort')).not.toEqual([]);
  for await (const piece of answer.body) expect(Buffer.from(piece).toString()).toBe('done');
  await expect.poll(() => getEventListeners(caller.signal, 'abort')).toEqual([]);
});
