import { createHash, randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import {
  BlobKeyError,
  BlobNotFoundError,
  BlobRangeError,
  type BlobStore,
  BlobTooLargeError,
} from '../../src/blobs/index.ts';

export interface BlobStoreUnderTest extends AsyncDisposable {
  readonly store: BlobStore;
}

const limit = { maximumBytes: 64 * 1024 * 1024 };
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) {
    await setImmediate();
    yield bytes.subarray(start, start + size);
  }
}

async function read(store: BlobStore, key: string, range?: { start: number; end?: number }): Promise<Buffer> {
  const { stream, bytes } = await store.get(key, range && { range });
  const content = Buffer.from(await new Response(stream).arrayBuffer());
  expect(content.length).toBe(bytes);
  return content;
}

/** Every blob store passes this. Keys are unique per test, so a server may be shared. */
export function blobStoreContract(create: () => Promise<BlobStoreUnderTest>): void {
  const keyOf = (name: string): string => `tnt_1/${crypto.randomUUID()}/${name}`;

  test.each([
    ['nothing', 0, 1],
    ['one byte', 1, 1],
    ['less than a part', 100_000, 9_999],
    ['exactly one part', 5 * 1024 * 1024, 65_536],
    ['more than two parts', 11 * 1024 * 1024 + 7, 1_000_003],
  ])('%s of unknown length is read as it was written, with its hash', async (_, size, chunk) => {
    await using under = await create();
    const [key, bytes] = [keyOf('upload.bin'), randomBytes(size)];
    const stored = await under.store.put(key, inChunks(bytes, chunk), limit);
    expect(stored).toEqual({ bytes: size, sha256: sha256(bytes) });
    expect((await read(under.store, key)).equals(bytes)).toBe(true);
    expect(await under.store.head(key)).toEqual({ bytes: size });
  });

  test('bytes in memory are stored too, and replace those of the key', async () => {
    await using under = await create();
    const key = keyOf('text');
    await under.store.put(key, Buffer.from('first and longer'), { ...limit, mimeType: 'text/plain' });
    await under.store.put(key, Buffer.from('second'), limit);
    expect((await read(under.store, key)).toString()).toBe('second');
  });

  test('a range is read alone, with the size of the whole', async () => {
    await using under = await create();
    const key = keyOf('range');
    await under.store.put(key, Buffer.from('0123456789'), limit);
    expect((await read(under.store, key, { start: 2, end: 4 })).toString()).toBe('234');
    expect((await read(under.store, key, { start: 7 })).toString()).toBe('789');
    expect((await read(under.store, key, { start: 9, end: 99 })).toString()).toBe('9');
    const content = await under.store.get(key, { range: { start: 2, end: 4 } });
    expect(content).toMatchObject({ bytes: 3, totalBytes: 10 });
    await content.stream.cancel();
    await expect(under.store.get(key, { range: { start: 10 } })).rejects.toThrow(BlobRangeError);
  });

  test('an unknown key is told as such, and deleting it is no error', async () => {
    await using under = await create();
    const key = keyOf('unknown');
    await expect(under.store.get(key)).rejects.toThrow(BlobNotFoundError);
    expect(await under.store.head(key)).toBeNull();
    await under.store.delete(key);
  });

  test('a deleted blob is gone', async () => {
    await using under = await create();
    const key = keyOf('deleted');
    await under.store.put(key, Buffer.from('x'), limit);
    await under.store.delete(key);
    expect(await under.store.head(key)).toBeNull();
  });

  test.each([
    ['in the first part', 1_000],
    ['in a later part', 6 * 1024 * 1024],
  ])('more bytes than allowed are refused %s, and nothing is stored', async (_, maximumBytes) => {
    await using under = await create();
    const key = keyOf('large');
    const pulled = { chunks: 0 };
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (; pulled.chunks < 1_000; pulled.chunks++) yield randomBytes(100_000);
    }
    await expect(under.store.put(key, endless(), { maximumBytes })).rejects.toThrow(BlobTooLargeError);
    expect(pulled.chunks).toBeLessThan(maximumBytes / 100_000 + 40);
    expect(await under.store.head(key)).toBeNull();
  });

  test('exactly the allowed bytes are stored', async () => {
    await using under = await create();
    const key = keyOf('exact');
    expect((await under.store.put(key, randomBytes(1_000), { maximumBytes: 1_000 })).bytes).toBe(1_000);
  });

  test('a sender that fails leaves the blob of before untouched', async () => {
    await using under = await create();
    const key = keyOf('failing');
    await under.store.put(key, Buffer.from('before'), limit);
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield randomBytes(6 * 1024 * 1024);
      throw new Error('the sender hung up');
    }
    await expect(under.store.put(key, failing(), limit)).rejects.toThrow('the sender hung up');
    expect((await read(under.store, key)).toString()).toBe('before');
  });

  test('a sender that stalls is left when the signal aborts, and nothing is stored', async () => {
    await using under = await create();
    const [key, abort, stalled] = [keyOf('stalled'), new AbortController(), Promise.withResolvers<void>()];
    async function* stalling(): AsyncGenerator<Uint8Array> {
      yield randomBytes(10);
      stalled.resolve();
      await new Promise<never>(() => {});
    }
    const put = under.store.put(key, stalling(), { ...limit, signal: abort.signal });
    const failure = put.catch((error: unknown) => error);
    await stalled.promise;
    abort.abort(new Error('enough'));
    expect(await failure).toEqual(new Error('enough'));
    expect(await under.store.head(key)).toBeNull();
  });

  test.each([
    '../escape',
    'a/../../b',
    '/absolute',
    'a//b',
    '',
    '.',
    '.hidden',
    'a/.',
    'a\\b',
    'a\0b',
    'ä',
    'a b',
    'a~b',
    'x'.repeat(201),
  ])('refuses the key %j everywhere', async (key) => {
    await using under = await create();
    await expect(under.store.put(key, Buffer.from('x'), limit)).rejects.toThrow(BlobKeyError);
    await expect(under.store.get(key)).rejects.toThrow(BlobKeyError);
    await expect(under.store.head(key)).rejects.toThrow(BlobKeyError);
    await expect(under.store.delete(key)).rejects.toThrow(BlobKeyError);
  });
}
