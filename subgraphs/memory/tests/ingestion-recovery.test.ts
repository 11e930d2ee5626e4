import { createTestParts, executeAs, subscribeAs, testViewer } from '@aether/test-support';
import { afterEach, expect, test } from 'vitest';
import { IngestionStore } from '../src/db/ingestion-store.ts';
import { DocumentClaimLostError } from '../src/errors.ts';
import { hashedEmbeddings } from '@aether/test-support';
import {
  type StartOptions,
  type TestMemory,
  addDocument,
  document,
  documentWhen,
  ended,
  search,
  startMemory,
  withNotebook,
} from './support/start-memory.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const part of open.splice(0).toReversed()) await part[Symbol.asyncDispose]();
});

async function start(options: StartOptions = {}): Promise<TestMemory> {
  const memory = await startMemory(options);
  open.push(memory);
  return memory;
}

const LONG = Array.from(
  { length: 300 },
  (_, index) => `Paragraph ${index} tells of the number ${index} and nothing else at all.`,
).join('\n\n');
const REPROCESS =
  'mutation ($input: ReprocessDocumentInput!) { reprocessDocument(input: $input) { document { id } userErrors { code path } } }';

test('a document is found by keyword before it has vectors', async () => {
  const memory = await start();
  memory.model.behavior = 'never answers';
  const { viewer, notebookId } = await withNotebook(memory);
  const { document: added } = await addDocument(memory, viewer, { notebookId, text: 'Lighthouses warn ships.' });
  await documentWhen(memory, viewer, notebookId, added?.id ?? '', ({ status }) => status === 'EMBEDDING');
  const { hits } = await search(memory, viewer, { query: 'lighthouse', mode: 'KEYWORD' });
  expect(hits[0]?.passage.document.id).toBe(added?.id);
});

test('killed while embedding, a document goes on with what is left and reads nothing again', async () => {
  const first = await start({ environment: { MEMORY_INGEST_ATTEMPTS: '3' } });
  const { viewer, notebookId } = await withNotebook(first);
  // Some batches are done, then the model hangs.
  const answering = first.model.fetch;
  let batches = 0;
  const hanging = await start({
    beside: first,
    parts: {
      modelFetch: (input, init) => {
        batches += 1;
        if (batches > 2) first.model.behavior = 'never answers';
        return answering(input, init);
      },
    },
  });
  await first.service[Symbol.asyncDispose]();
  const { document: added } = await addDocument(first, viewer, { notebookId, text: LONG });
  const id = added?.id ?? '';
  await expect.poll(() => first.model.behavior, { timeout: 15_000 }).toBe('never answers');
  // As a killed process: no heartbeat, no farewell, nothing written any more.
  await hanging.parts.database[Symbol.asyncDispose]();
  await first.parts.blobs.delete(`${viewer.tenantId}/documents/${id}/original`);
  const second = await start({ beside: first });
  const ready = await documentWhen(second, viewer, notebookId, id, ended);
  expect(ready).toMatchObject({ status: 'READY', progress: 1 });
  // Two batches of eight had their vectors.
  expect(second.model.calls.flat()).toHaveLength(ready.passageCount - 16);
});

test('a worker that lost its claim writes nothing more', async () => {
  const memory = await start({ environment: { MEMORY_INGEST_PARALLEL: '0' } });
  const { viewer, notebookId } = await withNotebook(memory);
  const { document: added } = await addDocument(memory, viewer, { notebookId, text: 'Who owns me?' });
  const store = new IngestionStore(memory.parts.database, { worker: 'test', queue: memory.queue });
  const old = await store.claim(viewer.tenantId, added?.id ?? '', 0);
  const current = await store.claim(viewer.tenantId, added?.id ?? '', 60_000);
  if (old === null || current === null) throw new Error('Nobody else claims here.');
  expect(await store.claim(viewer.tenantId, added?.id ?? '', 60_000)).toBeNull();
  const written = store.held(old, (transaction) =>
    store.advance(transaction, old.document.id, { status: 'READY', updatedAt: '' }),
  );
  await expect(written).rejects.toBeInstanceOf(DocumentClaimLostError);
  await expect(store.renew(old, 1_000)).rejects.toBeInstanceOf(DocumentClaimLostError);
  expect(await document(memory, viewer, old.document.id)).toMatchObject({ status: 'EXTRACTING' });
});

test('a document that kills its worker again and again fails as a crash loop', async () => {
  const memory = await start({ environment: { MEMORY_INGEST_PARALLEL: '0' } });
  const { viewer, notebookId } = await withNotebook(memory);
  const { document: added } = await addDocument(memory, viewer, { notebookId, text: 'I am a bomb.' });
  const store = new IngestionStore(memory.parts.database, { worker: 'dying', queue: memory.queue });
  for (let death = 0; death < 3; death += 1)
    expect(await store.claim(viewer.tenantId, added?.id ?? '', 0)).not.toBeNull();
  const worker = await start({ beside: memory });
  const failed = await documentWhen(worker, viewer, notebookId, added?.id ?? '', ended);
  expect(failed).toMatchObject({
    status: 'FAILED',
    error: { code: 'CRASH_LOOP', stage: 'EXTRACTING', hint: expect.any(String) },
  });
});

test('stopping in order hands a document back at once', async () => {
  const first = await start({ environment: { MEMORY_INGEST_LEASE_MS: '600000' } });
  first.model.behavior = 'never answers';
  const { viewer, notebookId } = await withNotebook(first);
  const { document: added } = await addDocument(first, viewer, { notebookId, text: 'To be continued.' });
  await documentWhen(first, viewer, notebookId, added?.id ?? '', ({ status }) => status === 'EMBEDDING');
  await expect.poll(() => first.model.behavior).toBe('never answers');
  await first.service[Symbol.asyncDispose]();
  const second = await start({ beside: first });
  expect(await documentWhen(second, viewer, notebookId, added?.id ?? '', ended)).toMatchObject({ status: 'READY' });
});

test.each([
  ['refuses connections', 'UNAVAILABLE'],
  ['answers html', 'EMBEDDING_FAILED'],
  ['answers zeros', 'EMBEDDING_FAILED'],
] as const)(
  'a model that %s fails the document at its last stage, and processing it again mends it',
  async (behavior, code) => {
    const memory = await start();
    memory.model.behavior = behavior;
    const { viewer, notebookId } = await withNotebook(memory);
    const { document: added } = await addDocument(memory, viewer, { notebookId, text: 'Windmills grind corn.' });
    const id = added?.id ?? '';
    const failed = await documentWhen(memory, viewer, notebookId, id, ended);
    expect(failed).toMatchObject({
      status: 'FAILED',
      passageCount: 1,
      error: { code, stage: 'EMBEDDING', retryable: true },
    });
    expect((await search(memory, viewer, { query: 'windmill' })).hits).toHaveLength(1);
    memory.model.behavior = 'answers';
    await executeAs(memory.service, viewer, REPROCESS, { input: { documentId: id, idempotencyKey: 'mend' } });
    expect(await documentWhen(memory, viewer, notebookId, id, ended)).toMatchObject({ status: 'READY', error: null });
  },
);

test('an unreadable document fails once, with what its owner can do', async () => {
  const memory = await start();
  const { viewer, notebookId } = await withNotebook(memory);
  const { document: added } = await addDocument(memory, viewer, { notebookId, text: '--- *** ---' });
  const failed = await documentWhen(memory, viewer, notebookId, added?.id ?? '', ended);
  expect(failed).toMatchObject({
    status: 'FAILED',
    error: { code: 'DOCUMENT_EMPTY', stage: 'EXTRACTING', retryable: false, hint: expect.any(String) },
  });
});

test('a document under way cannot be processed again', async () => {
  const memory = await start({ environment: { MEMORY_INGEST_PARALLEL: '0' } });
  const { viewer, notebookId } = await withNotebook(memory);
  const { document: added } = await addDocument(memory, viewer, { notebookId, text: 'Busy.' });
  const { data } = await executeAs(memory.service, viewer, REPROCESS, {
    input: { documentId: added?.id, idempotencyKey: 'too soon' },
  });
  expect(data).toMatchObject({
    reprocessDocument: { document: null, userErrors: [{ code: 'CONFLICT', path: ['documentId'] }] },
  });
});

test('a model that answers in another length opens a new space', async () => {
  const memory = await start({ model: hashedEmbeddings(32) });
  const { viewer, notebookId } = await withNotebook(memory);
  for (const [text, dimensions] of [
    ['Rivers flow to the sea.', 32],
    ['Mountains stand still.', 48],
  ] as const) {
    memory.model.dimensions = dimensions;
    const { document: added } = await addDocument(memory, viewer, { notebookId, text });
    expect(await documentWhen(memory, viewer, notebookId, added?.id ?? '', ended)).toMatchObject({ status: 'READY' });
  }
  const { hits, partial } = await search(memory, viewer, { query: 'mountains', mode: 'VECTOR' });
  expect(partial).toBe(false);
  expect(hits.map(({ passage }) => passage.text)).toEqual(['Mountains stand still.']);
});

test('the stream tells each document by its newest state, and null when it is deleted', async () => {
  const memory = await start();
  const { viewer, notebookId } = await withNotebook(memory);
  const changes = subscribeAs(
    memory.service,
    viewer,
    'subscription ($notebookId: ID!) { documentsChanged(notebookId: $notebookId) { id document { status } } }',
    { notebookId },
  );
  const { document: added } = await addDocument(memory, viewer, { notebookId, text: 'Watched.' });
  const seen: string[] = [];
  for await (const { data } of changes) {
    const change = data?.['documentsChanged'] as { id: string; document: { status: string } | null };
    expect(change.id).toBe(added?.id);
    seen.push(change.document?.status ?? 'deleted');
    if (change.document?.status === 'READY') {
      await executeAs(
        memory.service,
        viewer,
        'mutation ($input: DeleteDocumentInput!) { deleteDocument(input: $input) { deletedId } }',
        { input: { documentId: added?.id } },
      );
    }
    if (change.document === null) break;
  }
  expect(seen).toContain('READY');
  expect(seen.at(-1)).toBe('deleted');
});

test('the stream of a foreign notebook is refused as unknown', async () => {
  const memory = await start();
  const { notebookId } = await withNotebook(memory, { visibility: 'TENANT' });
  const changes = subscribeAs(
    memory.service,
    testViewer(),
    'subscription ($notebookId: ID!) { documentsChanged(notebookId: $notebookId) { id } }',
    { notebookId },
  );
  const { value } = await changes.next();
  expect(value?.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
});

test('an upload that nobody used goes with its bytes when its time is over', async () => {
  const { UploadStore } = await import('../src/db/upload-store.ts');
  const { UploadSweeper } = await import('../src/uploads/upload-sweeper.ts');
  const parts = await createTestParts();
  open.push(parts);
  const uploads = new UploadStore(parts.database);
  const { tenantId } = testViewer();
  const blobKey = `${tenantId}/uploads/old`;
  await parts.blobs.put(blobKey, new Uint8Array([1]), { maximumBytes: 1 });
  const facts = {
    notebookId: 'nbk_none',
    userId: 'usr_none',
    name: 'old',
    mimeType: 'text/plain',
    bytes: 1,
    sha256: null,
    blobKey,
    receivedBytes: 1,
    receivedSha256: 'x',
    createdAt: '',
  };
  await uploads.create(tenantId, { id: parts.ids('upl'), ...facts, expiresAtMs: 1 });
  await new UploadSweeper({ uploads, blobs: parts.blobs, logger: parts.logger }).sweep();
  expect(await parts.blobs.head(blobKey)).toBeNull();
});
