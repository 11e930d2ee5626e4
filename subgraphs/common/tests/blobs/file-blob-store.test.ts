import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileBlobStore } from '../../src/blobs/index.ts';
import { blobStoreContract } from './blob-store.contract.ts';

interface StoreInFolder extends AsyncDisposable {
  readonly store: FileBlobStore;
  readonly directory: string;
}

async function storeInFolder(): Promise<StoreInFolder> {
  const directory = await mkdtemp(join(tmpdir(), 'aether-blobs-'));
  return {
    directory,
    store: new FileBlobStore({ directory, random: randomBytes }),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

const limit = { maximumBytes: 1_000_000 };

describe('FileBlobStore', () => {
  blobStoreContract(storeInFolder);

  // Not in the contract: S3 promises it, the test server (s3rver) mixes the bytes.
  test('two that write one key at once leave one whole blob', async () => {
    await using under = await storeInFolder();
    const bodies = Array.from({ length: 8 }, (_, i) => Buffer.alloc(300_000, i));
    await Promise.all(bodies.map((body) => under.store.put('tnt_1/race', body, limit)));
    const { stream } = await under.store.get('tnt_1/race');
    const bytes = Buffer.from(await new Response(stream).arrayBuffer());
    expect(bodies.some((body) => body.equals(bytes))).toBe(true);
  });

  test('a blob is read to its end although it is replaced and deleted meanwhile', async () => {
    await using under = await storeInFolder();
    const bytes = randomBytes(500_000);
    await under.store.put('tnt_1/doc', bytes, limit);
    const { stream } = await under.store.get('tnt_1/doc');
    await under.store.put('tnt_1/doc', Buffer.from('new'), limit);
    await under.store.delete('tnt_1/doc');
    expect(Buffer.from(await new Response(stream).arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('a refused upload leaves no temporary file', async () => {
    await using under = await storeInFolder();
    await expect(under.store.put('tnt_1/doc', randomBytes(10), { maximumBytes: 9 })).rejects.toThrow();
    expect(await readdir(join(under.directory, '.incoming'))).toEqual([]);
  });

  test('what a crash left behind is removed, what is being written is not', async () => {
    await using under = await storeInFolder();
    await under.store.removeAbandoned(new Date());
    await under.store.put('tnt_1/doc', Buffer.from('x'), limit);
    await writeFile(join(under.directory, '.incoming', 'left'), 'half');
    await under.store.removeAbandoned(new Date(0));
    expect(await readdir(join(under.directory, '.incoming'))).toEqual(['left']);
    await under.store.removeAbandoned(new Date(Date.now() + 60_000));
    expect(await readdir(join(under.directory, '.incoming'))).toEqual([]);
    expect(await under.store.head('tnt_1/doc')).toEqual({ bytes: 1 });
  });

  test('a full disk is STORAGE_FULL', async () => {
    await using under = await storeInFolder();
    async function* fullDisk(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('x');
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    }
    await expect(under.store.put('tnt_1/doc', fullDisk(), limit)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  });
});
