import { SafeFetch } from '@aether/common/security';
import { expect, test } from 'vitest';
import { RegistryClient } from '../src/tools/registry-client.ts';

const page = { search: 'x', limit: 30, cursor: null };
const { signal } = new AbortController();

test('without an address nothing is asked', async () => {
  const client = new RegistryClient({ url: null, fetch: () => Promise.reject(new Error('It was asked.')) });
  await expect(client.search(page, signal)).rejects.toMatchObject({ code: 'REGISTRY_NOT_CONFIGURED' });
});

test('without a network it says so, and what helps', async () => {
  await using safe = new SafeFetch({ resolve: () => Promise.reject(new Error('getaddrinfo ENOTFOUND')) });
  const client = new RegistryClient({ url: 'https://registry.example', fetch: safe.fetch });
  await expect(client.search(page, signal)).rejects.toMatchObject({
    code: 'REGISTRY_UNAVAILABLE',
    retryable: true,
    hint: expect.stringContaining('import from a file'),
  });
});

test('a failure tells the host of the registry, and nothing else of its address', async () => {
  const client = new RegistryClient({
    url: 'https://registry.example/hidden/path',
    fetch: async () => new Response('no', { status: 500 }),
  });
  const error: unknown = await client.search(page, signal).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'REGISTRY_UNAVAILABLE', facts: { host: 'registry.example' } });
  expect(JSON.stringify(error)).not.toContain('hidden');
});

test('who stopped searching is told nothing else', async () => {
  const stopped = AbortSignal.abort(new Error('stopped'));
  const client = new RegistryClient({ url: 'https://registry.example', fetch: () => Promise.reject(stopped.reason) });
  await expect(client.search(page, stopped)).rejects.toThrow('stopped');
});
