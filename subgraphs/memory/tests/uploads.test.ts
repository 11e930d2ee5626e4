import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { executeAs, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type TestMemory,
  addDocument,
  documentWhen,
  ended,
  startMemory,
  upload,
  withNotebook,
} from './support/start-memory.ts';

let memory: TestMemory;
beforeAll(async () => {
  memory = await startMemory({ environment: { MEMORY_MAXIMUM_BYTES: '100000' } });
});
afterAll(() => memory[Symbol.asyncDispose]());

const HELLO = new TextEncoder().encode('Hello, knowledge!');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function createUpload(viewer: ReturnType<typeof testViewer>, input: Readonly<Record<string, unknown>>) {
  const { data, errors } = await executeAs<{
    createUpload: {
      upload: { id: string; url: string; headers: Record<string, string>; expiresAt: string } | null;
      existing: { id: string } | null;
      userErrors: { code: string; path: string[]; message: string; hint: string }[];
    };
  }>(
    memory.service,
    viewer,
    'mutation ($input: CreateUploadInput!) { createUpload(input: $input) { upload { id url headers expiresAt } existing { id } userErrors { code path message hint } } }',
    { input: { name: 'hello.txt', bytes: HELLO.length, ...input } },
  );
  return { payload: data?.createUpload, errors };
}

describe('the link', () => {
  test('takes the announced bytes once, and answers the same when they are sent again', async () => {
    const { viewer, notebookId } = await withNotebook(memory);
    const { payload } = await createUpload(viewer, { notebookId, mimeType: 'text/plain', sha256: sha256(HELLO) });
    expect(payload.upload?.headers).toEqual({ 'content-type': 'text/plain' });
    const url = payload.upload?.url ?? '';
    const first = await memory.fetch(url, { method: 'PUT', body: HELLO });
    expect(first.status).toBe(201);
    const again = await memory.fetch(url, { method: 'PUT', body: HELLO });
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual({ id: payload.upload?.id, bytes: HELLO.length, sha256: sha256(HELLO) });
  });

  test('is refused when anything in it was changed', async () => {
    const { viewer, notebookId } = await withNotebook(memory);
    const { payload } = await createUpload(viewer, { notebookId });
    const changed = (payload.upload?.url ?? '').replace(viewer.tenantId, testViewer().tenantId);
    const response = await memory.fetch(changed, { method: 'PUT', body: HELLO });
    expect(response.status).toBe(410);
    expect(await response.json()).toMatchObject({ error: { code: 'LINK_INVALID', requestId: 'req_test' } });
  });

  test('does not let the bytes be read', async () => {
    const { viewer, notebookId } = await withNotebook(memory);
    const { payload } = await createUpload(viewer, { notebookId });
    expect((await memory.fetch(payload.upload?.url ?? '')).status).toBe(410);
  });

  test.each([
    ['fewer bytes', HELLO.slice(1), 409, 'UPLOAD_INCOMPLETE'],
    ['more bytes', new Uint8Array([...HELLO, 1]), 409, 'UPLOAD_INCOMPLETE'],
    ['other bytes', HELLO.toReversed(), 400, 'CHECKSUM_MISMATCH'],
  ])('refuses %s than announced and keeps none', async (_name, body, status, code) => {
    const { viewer, notebookId } = await withNotebook(memory);
    const { payload } = await createUpload(viewer, { notebookId, sha256: sha256(HELLO) });
    const response = await memory.fetch(payload.upload?.url ?? '', { method: 'PUT', body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code, hint: expect.any(String) } });
    const right = await memory.fetch(payload.upload?.url ?? '', { method: 'PUT', body: HELLO });
    expect(right.status).toBe(201);
  });
});

describe('createUpload', () => {
  test('refuses more bytes than a document may have, before they are sent', async () => {
    const { viewer, notebookId } = await withNotebook(memory);
    const { payload } = await createUpload(viewer, { notebookId, bytes: 200 * 1_048_576 });
    expect(payload).toMatchObject({
      upload: null,
      userErrors: [{ code: 'DOCUMENT_TOO_LARGE', path: ['bytes'], message: expect.stringContaining('200 MB') }],
    });
  });

  test('refuses an empty file', async () => {
    const { viewer, notebookId } = await withNotebook(memory);
    const { payload } = await createUpload(viewer, { notebookId, bytes: 0 });
    expect(payload.userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['bytes'] }]);
  });

  test('names the document that has the same bytes already', async () => {
    const { viewer, notebookId } = await withNotebook(memory);
    const { document } = await addDocument(memory, viewer, {
      notebookId,
      uploadId: await upload(memory, viewer, notebookId, HELLO),
    });
    const { payload } = await createUpload(viewer, { notebookId, sha256: sha256(HELLO) });
    expect(payload).toMatchObject({ upload: null, existing: { id: document?.id } });
  });

  test("answers for a foreign tenant's notebook as for an unknown one", async () => {
    const { notebookId } = await withNotebook(memory);
    const stranger = testViewer();
    const foreign = await createUpload(stranger, { notebookId });
    const unknown = await createUpload(stranger, { notebookId: 'nbk_00000000000000000000000000' });
    expect(foreign.errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    expect(foreign.errors[0]?.message.replaceAll(/nbk_\w+/gu, '')).toBe(
      unknown.errors[0]?.message.replaceAll(/nbk_\w+/gu, ''),
    );
  });
});

describe('addDocument', () => {
  test('refuses an upload whose bytes have not come', async () => {
    const { viewer, notebookId } = await withNotebook(memory);
    const { payload } = await createUpload(viewer, { notebookId });
    const added = await addDocument(memory, viewer, { notebookId, uploadId: payload.upload?.id });
    expect(added).toMatchObject({ document: null, userErrors: [{ code: 'UPLOAD_INCOMPLETE', path: ['uploadId'] }] });
  });

  test.each([[{}], [{ text: 'Text', uploadId: 'upl_00000000000000000000000000' }]])(
    'wants exactly one source, not %o',
    async (sources) => {
      const { viewer, notebookId } = await withNotebook(memory);
      const added = await addDocument(memory, viewer, { notebookId, ...sources });
      expect(added.userErrors).toMatchObject([{ code: 'VALIDATION_FAILED' }]);
    },
  );

  test('gives the first result to the same key and input, and refuses another input', async () => {
    const { viewer, notebookId } = await withNotebook(memory);
    const uploadId = await upload(memory, viewer, notebookId, HELLO);
    const first = await addDocument(memory, viewer, { notebookId, uploadId, idempotencyKey: 'once' });
    const again = await addDocument(memory, viewer, { notebookId, uploadId, idempotencyKey: 'once' });
    expect(again.document?.id).toBe(first.document?.id);
    await expect(
      addDocument(memory, viewer, { notebookId, text: 'Something else', idempotencyKey: 'once' }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
  });

  test('changes nothing when the same bytes come again', async () => {
    const { viewer, notebookId } = await withNotebook(memory);
    const first = await addDocument(memory, viewer, { notebookId, text: 'The same text.' });
    const ready = await documentWhen(memory, viewer, notebookId, first.document?.id ?? '', ended);
    const again = await addDocument(memory, viewer, { notebookId, text: 'The same text.', title: 'Another title' });
    expect(again.document).toEqual(ready);
  });

  test('does not take the upload of another person', async () => {
    const { viewer, notebookId } = await withNotebook(memory, { visibility: 'TENANT' });
    const uploadId = await upload(memory, viewer, notebookId, HELLO);
    const administrator = testViewer({ tenantId: viewer.tenantId, roleKey: 'admin' });
    await expect(addDocument(memory, administrator, { notebookId, uploadId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('two at once make one document', async () => {
    const { viewer, notebookId } = await withNotebook(memory);
    const added = await Promise.all(
      ['a', 'b', 'c'].map((idempotencyKey) =>
        addDocument(memory, viewer, { notebookId, text: 'At once.', idempotencyKey }),
      ),
    );
    expect(new Set(added.map(({ document }) => document?.id)).size).toBe(1);
  });
});

test('the original comes back by its signed link, whole or in part', async () => {
  const { viewer, notebookId } = await withNotebook(memory);
  const bytes = new Uint8Array(await readFile(new URL('fixtures/handbook.pdf', import.meta.url)));
  const { document } = await addDocument(memory, viewer, {
    notebookId,
    uploadId: await upload(memory, viewer, notebookId, bytes, 'Handbook.pdf'),
  });
  await documentWhen(memory, viewer, notebookId, document?.id ?? '', ended);
  const { data } = await executeAs<{ document: { url: string } }>(
    memory.service,
    viewer,
    'query ($id: ID!) { document(id: $id) { url } }',
    { id: document?.id },
  );
  const whole = await memory.fetch(data.document.url);
  expect(whole.headers.get('content-type')).toBe('application/pdf');
  expect(new Uint8Array(await whole.arrayBuffer())).toEqual(bytes);
  const part = await memory.fetch(data.document.url, { headers: { range: 'bytes=0-4' } });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(`bytes 0-4/${bytes.length}`);
  expect(await part.text()).toBe('%PDF-');
  const stranger = data.document.url.replace(viewer.tenantId, testViewer().tenantId);
  expect((await memory.fetch(stranger)).status).toBe(410);
});
