import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type TestMemory,
  addDocument,
  documentWhen,
  ended,
  search,
  startMemory,
  upload,
  withNotebook,
} from './support/start-memory.ts';

let memory: TestMemory;
beforeAll(async () => {
  memory = await startMemory();
});
afterAll(() => memory[Symbol.asyncDispose]());

const fixture = async (name: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await readFile(new URL(`fixtures/${name}`, import.meta.url)));

async function ingest(name: string) {
  const { viewer, notebookId } = await withNotebook(memory);
  const uploadId = await upload(memory, viewer, notebookId, await fixture(name), name);
  const added = await addDocument(memory, viewer, { notebookId, uploadId });
  const id = added.document?.id ?? '';
  return { viewer, notebookId, id, uploadId, document: await documentWhen(memory, viewer, notebookId, id, ended) };
}

test('text becomes passages that a search finds', async () => {
  const { viewer, notebookId } = await withNotebook(memory);
  const { document: added } = await addDocument(memory, viewer, {
    notebookId,
    title: 'Cats',
    text: 'Cats sleep sixteen hours a day.\n\nDogs bark at night.',
  });
  expect(added).toMatchObject({ title: 'Cats', status: 'QUEUED', progress: 0 });
  const ready = await documentWhen(memory, viewer, notebookId, added?.id ?? '', ended);
  expect(ready).toMatchObject({ status: 'READY', progress: 1, passageCount: 1, error: null });
  const found = await search(memory, viewer, { query: 'how long do cats sleep?' });
  expect(found).toMatchObject({ mode: 'HYBRID', partial: false });
  expect(found.hits[0]?.passage).toMatchObject({ document: { id: added?.id, title: 'Cats' } });
  expect(found.hits[0]?.score).toBe(1);
});

test('a PDF becomes passages with headings and pages', async () => {
  const { viewer, document: ready } = await ingest('handbook.pdf');
  expect(ready).toMatchObject({ status: 'READY', mimeType: 'application/pdf', pageCount: 3 });
  const { hits } = await search(memory, viewer, { query: 'When are expenses refunded?' });
  expect(hits[0]?.passage.text).toContain('within fourteen days');
  expect(hits[0]?.passage).toMatchObject({ headingPath: ['Travel handbook', 'Refunds'], page: 3 });
});
