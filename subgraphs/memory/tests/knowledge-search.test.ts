import type { Viewer } from '@aether/common/security';
import { executeAs, testViewer } from '@aether/test-support';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  type TestMemory,
  addDocument,
  documentWhen,
  ended,
  search,
  startMemory,
  withNotebook,
} from './support/start-memory.ts';

const TEXTS = [
  'Refunds are paid within fourteen days after the claim was approved by the department.',
  'Shipping takes three days inside the country and up to ten days abroad.',
  'Our office cat is called Minka and sleeps on the printer.',
  'C++ (and C#) are languages; the path is C:\\temp\\*.log AND "quotes" OR (brackets) ~0.5 ^2 /regex/',
];

let memory: TestMemory;
let viewer: Viewer;
let notebookId: string;

async function fill(owner: Viewer, id: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const { document } = await addDocument(memory, owner, { notebookId: id, text });
    await documentWhen(memory, owner, id, document?.id ?? '', ended);
  }
}

beforeAll(async () => {
  memory = await startMemory({ environment: { MEMORY_SEARCH_TIMEOUT_MS: '400' } });
  ({ viewer, notebookId } = await withNotebook(memory));
  await fill(viewer, notebookId, TEXTS);
});
afterAll(() => memory[Symbol.asyncDispose]());
afterEach(() => {
  memory.model.behavior = 'answers';
});

const texts = async (input: Readonly<Record<string, unknown>>, as = viewer): Promise<readonly string[]> =>
  (await search(memory, as, input)).hits.map(({ passage }) => passage.text);

describe('modes', () => {
  test('keyword finds other forms of a word, and nothing without the word', async () => {
    expect(await texts({ query: 'refund claims', mode: 'KEYWORD' })).toEqual([TEXTS[0]]);
    expect(await texts({ query: 'giraffe', mode: 'KEYWORD' })).toEqual([]);
  });

  test('vector ranks everything by likeness', async () => {
    const found = await search(memory, viewer, { query: TEXTS[2], mode: 'VECTOR' });
    expect(found.hits).toHaveLength(TEXTS.length);
    expect(found.hits[0]?.passage.text).toBe(TEXTS[2]);
    expect(found.hits[0]?.vectorScore).toBeCloseTo(1);
    expect(found.hits.every(({ keywordScore }) => keywordScore === null)).toBe(true);
  });

  test('hybrid puts first what is first in both', async () => {
    const { hits } = await search(memory, viewer, { query: 'shipping takes three days abroad' });
    expect(hits[0]).toMatchObject({ score: 1, keywordScore: 1, passage: { text: TEXTS[1] } });
  });
});

describe("the user's text", () => {
  test.each([
    'C++ AND',
    '"quotes',
    '(brackets',
    'C:\\temp\\*.log',
    'NOT cat',
    '/regex/',
    '^2 ~0.5',
    '*',
    '?',
    'a:b',
    '[x TO y]',
    '&& || !',
    '🙂',
  ])('%s is never read as syntax', async (query) => {
    await expect(search(memory, viewer, { query })).resolves.toMatchObject({ partial: false });
  });

  test('of stop words only finds no less than them', async () => {
    expect(await texts({ query: 'where is the', mode: 'KEYWORD' })).toEqual([]);
  });

  test('of a megabyte is asked by its beginning', async () => {
    expect((await texts({ query: `cat ${'x '.repeat(500_000)}`, mode: 'KEYWORD' }))[0]).toBe(TEXTS[2]);
  });

  test.each([[{ query: ' ' }], [{ query: 'x', first: 0 }], [{ query: 'x', first: 51 }]])(
    '%o is refused',
    async (input) => {
      await expect(search(memory, viewer, input)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    },
  );
});

test('highlights mark the words of the query in the passage', async () => {
  const { hits } = await search(memory, viewer, { query: 'refund department', mode: 'KEYWORD' });
  const marked = hits[0]?.highlights.map(({ start, end }) => hits[0]?.passage.text.slice(start, end));
  expect(marked).toEqual(['Refunds', 'department']);
});

test('minimumScore leaves out what stands low', async () => {
  const all = await search(memory, viewer, { query: 'office cat' });
  const best = await search(memory, viewer, { query: 'office cat', minimumScore: 0.9 });
  expect(all.hits.length).toBeGreaterThan(best.hits.length);
  expect(best.hits.map(({ passage }) => passage.text)).toEqual([TEXTS[2]]);
});

test.each(['refuses connections', 'never answers', 'answers html'] as const)(
  'a model that %s leaves the keyword hits, marked partial',
  async (behavior) => {
    memory.model.behavior = behavior;
    const found = await search(memory, viewer, { query: 'shipping' });
    expect(found).toMatchObject({ partial: true, mode: 'HYBRID' });
    expect(found.hits[0]?.passage.text).toBe(TEXTS[1]);
    expect(found.durationMs).toBeLessThan(5_000);
    expect(await search(memory, viewer, { query: 'shipping', mode: 'VECTOR' })).toMatchObject({
      partial: true,
      hits: [],
    });
  },
);

describe('a run', () => {
  const SEARCH =
    'query SearchForRun($input: SearchForRunInput!) { searchForRun(input: $input) { partial hits { passage { text document { notebook { id } } } } } }';
  const input = { executionId: 'exe_1', agentId: 'agt_1', query: 'cat', mode: 'HYBRID', first: 5, timeoutMs: 2_000 };

  test('searches the named notebooks with the rights of its person', async () => {
    const other = await withNotebook(memory);
    await fill(other.viewer, other.notebookId, ['A cat of somebody else.']);
    const { data } = await executeAs<{
      searchForRun: { hits: { passage: { document: { notebook: { id: string } } } }[] };
    }>(
      memory.service,
      viewer,
      SEARCH,
      { input: { ...input, notebookIds: [notebookId, other.notebookId] } },
      { caller: 'executions' },
    );
    expect(new Set(data.searchForRun.hits.map(({ passage }) => passage.document.notebook.id))).toEqual(
      new Set([notebookId]),
    );
  });

  test('without notebooks finds nothing', async () => {
    const { data } = await executeAs(
      memory.service,
      viewer,
      SEARCH,
      { input: { ...input, notebookIds: [] } },
      { caller: 'executions' },
    );
    expect(data).toMatchObject({ searchForRun: { hits: [] } });
  });
});

test('another tenant with the same texts changes no hit, and is never in one', async () => {
  const queries = ['refund', 'days', 'cat printer', 'path brackets'];
  const before = await Promise.all(
    queries.flatMap((query) => ['KEYWORD', 'VECTOR', 'HYBRID'].map((mode) => search(memory, viewer, { query, mode }))),
  );
  const copy = testViewer();
  const { data } = await executeAs<{ createNotebook: { notebook: { id: string } } }>(
    memory.service,
    copy,
    'mutation ($input: CreateNotebookInput!) { createNotebook(input: $input) { notebook { id } } }',
    { input: { name: 'Handbook', visibility: 'TENANT' } },
  );
  await fill(copy, data.createNotebook.notebook.id, [...TEXTS, ...TEXTS.map((text) => `${text} Again: ${text}`)]);
  const after = await Promise.all(
    queries.flatMap((query) => ['KEYWORD', 'VECTOR', 'HYBRID'].map((mode) => search(memory, viewer, { query, mode }))),
  );
  const ids = (results: typeof before): string[][] => results.map(({ hits }) => hits.map(({ passage }) => passage.id));
  expect(ids(after)).toEqual(ids(before));
  const named = await search(memory, viewer, { query: 'refund', notebookIds: [data.createNotebook.notebook.id] });
  expect(named.hits).toEqual([]);
});
