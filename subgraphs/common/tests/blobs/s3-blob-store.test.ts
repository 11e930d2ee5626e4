import { randomBytes } from 'node:crypto';
import { type S3Server, startS3Server, startTcpProxy } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { S3BlobStore, type S3BlobStoreOptions } from '../../src/blobs/index.ts';
import { blobStoreContract } from './blob-store.contract.ts';

describe('S3BlobStore', () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3Server();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const storeOf = (changes: Partial<S3BlobStoreOptions> = {}): S3BlobStore =>
    new S3BlobStore({
      endpoint: server.endpoint,
      region: server.region,
      bucket: server.bucket,
      credentials: { accessKeyId: server.accessKeyId, secretAccessKey: server.secretAccessKey },
      now: () => new Date(),
      partBytes: 5 * 1024 * 1024,
      ...changes,
    });

  blobStoreContract(async () => {
    const store = storeOf();
    return { store, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
  });

  test('a refusal says what S3 said, and is not tried again', async () => {
    const credentials = { accessKeyId: 'UNKNOWN', secretAccessKey: 'x' };
    await using store = storeOf({ credentials });
    await expect(store.put('a', Buffer.from('x'), { maximumBytes: 1 })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      retryable: false,
      message: expect.stringContaining('InvalidAccessKeyId'),
    });
  });

  test('a missing bucket is UNAVAILABLE', async () => {
    await using store = storeOf({ bucket: 'no-such-bucket' });
    await expect(store.put('a', Buffer.from('x'), { maximumBytes: 1 })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('NoSuchBucket'),
    });
  });

  test('a connection that is reset in mid-upload is made again', async () => {
    await using proxy = await startTcpProxy({ port: Number(new URL(server.endpoint).port) });
    await using store = storeOf({ endpoint: `http://127.0.0.1:${proxy.port}` });
    proxy.setFault({ kind: 'reset' });
    proxy.onConnect(() => proxy.setFault({ kind: 'none' }));
    const bytes = randomBytes(100_000);
    await store.put('tnt_1/reset', bytes, { maximumBytes: 1_000_000 });
    const { stream } = await store.get('tnt_1/reset');
    expect(Buffer.from(await new Response(stream).arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('a server that is gone is UNAVAILABLE and retryable', async () => {
    await using own = await startS3Server();
    await using store = storeOf({ endpoint: own.endpoint });
    await own.kill();
    await expect(store.head('a')).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  });
});
