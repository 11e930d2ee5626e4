import { getEventListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, type InputType, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { withoutSecrets } from '../../src/security/index.ts';
import { allowing } from './allowing.ts';
import { type Site, site } from './site.ts';

const LONG = 'long text '.repeat(10_000);
const same = (text: InputType): InputType => text;

/** Answers each request with the same. */
const coded = (encoding: string | string[], body: InputType): Promise<Site> =>
  site((_, response) => response.setHeader('content-encoding', encoding).end(body));

test.each<[string | string[], (text: InputType) => InputType]>([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['BR', brotliCompressSync],
  ['zstd', zstdCompressSync],
  ['identity', same],
  ['gzip, identity', gzipSync],
  ['gzip, gzip', (text) => gzipSync(gzipSync(text))],
  ['deflate, br', (text) => brotliCompressSync(deflateRawSync(text))],
  [['gzip', 'deflate'], (text) => deflateSync(gzipSync(text))],
])('an answer in "%s" is read', async (encoding, encode) => {
  await using server = await coded(encoding, encode(LONG));
  await using safe = allowing({ 'coded.test': server });
  const response = await safe.fetch(`http://coded.test:${server.port}/`);
  expect([response.headers.get('content-encoding'), (await response.text()) === LONG]).toEqual([null, true]);
});

test.each(['rot13', 'gzip, aes128gcm', 'gzip, gzip, gzip, gzip, gzip, gzip'])(
  'of an answer in "%s" nothing is passed on',
  async (encoding) => {
    await using server = await coded(encoding, 'text');
    await using safe = allowing({ 'strange.test': server });
    const response = await safe.fetch(`http://strange.test:${server.port}/`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  },
);

test('a secret that is echoed under several codings is removed', async () => {
  await using server = await site((request, response) => {
    const { authorization } = request.headers;
    response.writeHead(200, { 'content-encoding': 'gzip, identity' }).end(gzipSync(`got ${authorization}`));
  });
  await using safe = allowing({ 'echo.test': server });
  const headers = { authorization: 'Bearer TOPSECRET123' };
  const { body } = await safe.fetch(`http://echo.test:${server.port}/`, { headers });
  if (body === null) throw new Error('Expected a body.');
  const clean = new Response(withoutSecrets(body, ['TOPSECRET123']));
  expect(await clean.text()).toBe('got Bearer [credential]');
});

test.each(['gzip', 'deflate'])(
  'an abort and the deadline end the unpacking of %s when all bytes have come',
  async (encoding) => {
    const body = (encoding === 'gzip' ? gzipSync : deflateSync)(Buffer.alloc(5_000_000));
    await using server = await coded(encoding, body);
    await using safe = allowing({ 'packed.test': server }, { totalTimeoutMs: 400 });
    const abort = new AbortController();
    const begun = async (signal: AbortSignal | null) => {
      const response = await safe.fetch(`http://packed.test:${server.port}/`, { signal });
      const reader = response.body?.getReader();
      await reader?.read();
      await setTimeout(100);
      return async (): Promise<void> => {
        while ((await reader?.read())?.done === false);
      };
    };
    const rest = await begun(abort.signal);
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(1);
    abort.abort(new Error('changed my mind'));
    await expect(rest()).rejects.toThrow('changed my mind');
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
    const late = await begun(null);
    await setTimeout(400);
    await expect(late()).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  },
);

test.each(['gzip', 'deflate', 'br'])(
  'of an answer in %s that falls silent, whoever leaves it takes the connection along',
  async (encoding) => {
    const closed: string[] = [];
    await using server = await site((request, response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      response.write(request.url === '/corrupt' ? 'no such coding at all' : gzipSync(LONG).subarray(0, 20));
      response.on('close', () => closed.push(request.url ?? ''));
    });
    await using safe = allowing({ 'silent.test': server });
    const ask = (path: string) =>
      safe.send({
        url: `http://silent.test:${server.port}${path}`,
        method: 'GET',
        headers: {},
        body: null,
        signal: null,
      });

    (await ask('/discarded')).discard();
    await expect.poll(() => closed).toContain('/discarded');

    const corrupt = await ask('/corrupt');
    await expect(
      (async () => {
        for await (const _ of corrupt.body);
      })(),
    ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect.poll(() => closed).toContain('/corrupt');
  },
);
