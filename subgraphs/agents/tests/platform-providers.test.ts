import { CATALOG_CHANNEL } from '@aether/schema';
import { testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { catalog, chat, report } from './catalog-calls.ts';
import { startAgents } from './start-agents.ts';

const slugs = (found: { providers: { slug: string }[] }): string[] =>
  found.providers.map(({ slug }) => slug).toSorted();

test('shows the providers of the operator in the catalog of every tenant, and tells the gateways', async () => {
  await using agents = await startAgents({ AGENTS_PLATFORM_PROVIDERS: 'openai, ollama' });
  const viewer = testViewer();
  const stop = new AbortController();
  const told = agents.parts.streams.subscribe(CATALOG_CHANNEL, { signal: stop.signal })[Symbol.asyncIterator]();
  const first = await catalog(agents, viewer);
  expect(slugs(first)).toEqual(['builtin', 'ollama', 'openai']);
  // Other suites make tenants beside this one, and all of them are told.
  for (let tenantId: unknown; tenantId !== viewer.tenantId;) ({ tenantId } = (await told.next()).value);
  const { id } = first.providers.find(({ slug }: { slug: string }) => slug === 'ollama');
  await report(agents, viewer, id, [chat('llama')]);
  const { data } = await agents.run(viewer, '{ models(first: 50) { edges { node { slug } } } }');
  expect(data.models.edges.map(({ node }: { node: { slug: string } }) => node.slug)).toContain('ollama/llama');
  stop.abort();
});

test('adds a provider that the operator set up later to a catalog that exists, once', async () => {
  const viewer = testViewer();
  await using before = await startAgents();
  const { revision } = await catalog(before, viewer);
  await using after = await startAgents({ AGENTS_PLATFORM_PROVIDERS: 'openai' });
  const grown = await catalog(after, viewer);
  expect(slugs(grown)).toEqual(['builtin', 'openai']);
  expect(grown.revision).toBe(revision + 1);
  await using again = await startAgents({ AGENTS_PLATFORM_PROVIDERS: 'openai' });
  expect((await catalog(again, viewer)).revision).toBe(grown.revision);
});
