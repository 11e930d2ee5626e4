import type { Viewer } from '@aether/common/security';
import { executeAs, testId, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type TestMemory,
  addDocument,
  document,
  documentWhen,
  ended,
  search,
  startMemory,
  withNotebook,
} from './support/start-memory.ts';

let memory: TestMemory;
beforeAll(async () => {
  memory = await startMemory();
});
afterAll(() => memory[Symbol.asyncDispose]());

interface Notebook {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly visibility: string;
  readonly owner: { readonly id: string } | null;
  readonly grants: readonly { readonly user: { readonly id: string }; readonly role: string }[];
  readonly settings: { readonly passageTokens: number; readonly overlapTokens: number };
  readonly documentCount: number;
  readonly passageCount: number;
  readonly viewerActions: readonly {
    readonly name: string;
    readonly allowed: boolean;
    readonly reason: string | null;
  }[];
}

const NOTEBOOK =
  'id slug name visibility owner { id } grants { user { id } role } settings { passageTokens overlapTokens } documentCount passageCount viewerActions { name allowed reason }';

async function write(viewer: Viewer, operation: string, type: string, input: Readonly<Record<string, unknown>>) {
  const { data, errors } = await executeAs<
    Record<string, { notebook: Notebook | null; userErrors: { code: string; path: string[]; hint: string }[] } | null>
  >(
    memory.service,
    viewer,
    `mutation ($input: ${type}!) { ${operation}(input: $input) { notebook { ${NOTEBOOK} } userErrors { code path hint } } }`,
    { input },
  );
  return { payload: data?.[operation], errors };
}
const create = (viewer: Viewer, input: Readonly<Record<string, unknown>>) =>
  write(viewer, 'createNotebook', 'CreateNotebookInput', input);
const update = (viewer: Viewer, input: Readonly<Record<string, unknown>>) =>
  write(viewer, 'updateNotebook', 'UpdateNotebookInput', input);
const grant = (viewer: Viewer, input: Readonly<Record<string, unknown>>) =>
  write(viewer, 'grantNotebookAccess', 'GrantNotebookAccessInput', input);

async function read(viewer: Viewer, id: string): Promise<Notebook | null> {
  const { data } = await executeAs<{ notebook: Notebook | null }>(
    memory.service,
    viewer,
    `query ($id: ID!) { notebook(id: $id) { ${NOTEBOOK} } }`,
    { id },
  );
  return data.notebook;
}

async function listed(viewer: Viewer, filter: Readonly<Record<string, unknown>> = {}): Promise<readonly string[]> {
  const { data } = await executeAs<{ notebooks: { edges: { node: { id: string } }[] } }>(
    memory.service,
    viewer,
    'query ($filter: NotebookFilter) { notebooks(filter: $filter) { edges { node { id } } } }',
    { filter },
  );
  return data.notebooks.edges.map(({ node }) => node.id);
}

const colleague = (of: Viewer, overrides: Partial<Viewer> = {}): Viewer =>
  testViewer({ tenantId: of.tenantId, roleKey: 'member', ...overrides });

test('names the model of its passages, also when it is the default of the installation', async () => {
  const viewer = testViewer();
  const { payload } = await create(viewer, { name: 'Policies' });
  const query = 'query ($id: ID!) { notebook(id: $id) { embeddingModel { id } } }';
  const modelFor = async (reader: Viewer) =>
    (await executeAs<{ notebook: unknown }>(memory.service, reader, query, { id: payload?.notebook?.id })).data
      .notebook;
  expect(await modelFor(viewer)).toEqual({ embeddingModel: { id: 'mdl_builtin/embed' } });
  const without = { ...viewer, permissions: viewer.permissions.filter((name) => name !== 'model:read') };
  expect(await modelFor(without)).toEqual({ embeddingModel: null });
});

describe('slugs', () => {
  test('come from the name, numbered when taken', async () => {
    const viewer = testViewer();
    const slugs = [];
    for (let count = 0; count < 3; count += 1)
      slugs.push((await create(viewer, { name: 'Käse & Wein' })).payload?.notebook?.slug);
    expect(slugs).toEqual(['kase-wein', 'kase-wein-2', 'kase-wein-3']);
  });

  test('that were chosen are refused when taken in the tenant, not in another', async () => {
    const viewer = testViewer();
    await create(viewer, { name: 'A', slug: 'faq' });
    expect((await create(viewer, { name: 'B', slug: 'faq' })).payload?.userErrors).toMatchObject([
      { code: 'ALREADY_EXISTS', path: ['slug'] },
    ]);
    expect((await create(testViewer(), { name: 'B', slug: 'faq' })).payload?.notebook?.slug).toBe('faq');
  });

  test('of another form are refused with an example', async () => {
    const { payload } = await create(testViewer(), { name: 'Käse & Wein', slug: 'Käse & Wein' });
    expect(payload?.userErrors).toMatchObject([
      { code: 'VALIDATION_FAILED', path: ['slug'], hint: 'For example "kase-wein".' },
    ]);
  });

  test('find the notebook for a specification', async () => {
    const { viewer, notebookId } = await withNotebook(memory, { slug: 'policies' });
    const query = 'query NotebookBySlug($slug: String!) { notebook(slug: $slug) { id slug name } }';
    const own = await executeAs(memory.service, viewer, query, { slug: 'policies' }, { caller: 'agents' });
    expect(own.data).toEqual({ notebook: { id: notebookId, slug: 'policies', name: 'Handbook' } });
    const foreign = await executeAs(memory.service, testViewer(), query, { slug: 'policies' }, { caller: 'agents' });
    expect(foreign.data).toEqual({ notebook: null });
  });
});

describe('who sees a notebook', () => {
  test.each([
    ['PRIVATE', []],
    ['TEAM', ['teammate']],
    ['DEPARTMENT', ['teammate', 'department']],
    ['TENANT', ['teammate', 'department', 'tenant']],
  ])('%s: %o beside the owner', async (visibility, expected) => {
    const owner = testViewer({ roleKey: 'member', teamIds: [testId('tea')], departmentId: testId('dep') });
    const others = {
      teammate: colleague(owner, { teamIds: owner.teamIds, departmentId: owner.departmentId }),
      department: colleague(owner, { departmentId: owner.departmentId }),
      tenant: colleague(owner),
      stranger: testViewer({ teamIds: owner.teamIds, departmentId: owner.departmentId }),
    };
    const { payload } = await create(owner, { name: 'Visible', visibility });
    const id = payload?.notebook?.id ?? '';
    expect(await listed(owner)).toEqual([id]);
    const seeing = [];
    for (const [name, viewer] of Object.entries(others)) if ((await listed(viewer)).includes(id)) seeing.push(name);
    expect(seeing).toEqual(expected);
  });

  test('a change of visibility keeps those who have a grant', async () => {
    const { viewer: owner, notebookId } = await withNotebook(memory, { visibility: 'TENANT' });
    const [reader, other] = [colleague(owner), colleague(owner)];
    await grant(owner, { notebookId, userId: reader.userId, role: 'READER' });
    await update(owner, { notebookId, visibility: 'PRIVATE' });
    expect(await listed(reader)).toEqual([notebookId]);
    expect(await listed(other)).toEqual([]);
  });

  test('a withdrawn grant ends at once', async () => {
    const { viewer: owner, notebookId } = await withNotebook(memory);
    const reader = colleague(owner);
    await grant(owner, { notebookId, userId: reader.userId, role: 'READER' });
    expect(await read(reader, notebookId)).not.toBeNull();
    const { payload } = await grant(owner, { notebookId, userId: reader.userId, role: null });
    expect(payload?.notebook?.grants).toEqual([]);
    expect(await read(reader, notebookId)).toBeNull();
  });

  test('an administrator reaches a private notebook by its id, but neither list nor search shows it', async () => {
    const { viewer: owner, notebookId } = await withNotebook(memory);
    const { document: added } = await addDocument(memory, owner, { notebookId, text: 'The secret of the pyramid.' });
    await documentWhen(memory, owner, notebookId, added?.id ?? '', ended);
    const administrator = testViewer({ tenantId: owner.tenantId, roleKey: 'admin' });
    expect(await read(administrator, notebookId)).toMatchObject({ id: notebookId });
    expect(await listed(administrator)).toEqual([]);
    expect((await search(memory, administrator, { query: 'secret pyramid', notebookIds: [notebookId] })).hits).toEqual(
      [],
    );
  });
});

describe('what a viewer may do', () => {
  test('is told with a reason, and enforced with the same reason', async () => {
    const { viewer: owner, notebookId } = await withNotebook(memory);
    const reader = colleague(owner);
    await grant(owner, { notebookId, userId: reader.userId, role: 'READER' });
    const actions = (await read(reader, notebookId))?.viewerActions ?? [];
    expect(actions.every(({ allowed, reason }) => !allowed && reason !== null)).toBe(true);
    const { errors } = await update(reader, { notebookId, name: 'Mine' });
    expect(errors[0]).toMatchObject({
      message: actions.find(({ name }) => name === 'updateNotebook')?.reason,
      extensions: { code: 'FORBIDDEN' },
    });
  });

  test('editors add documents, but do not share or delete', async () => {
    const { viewer: owner, notebookId } = await withNotebook(memory);
    const editor = colleague(owner);
    await grant(owner, { notebookId, userId: editor.userId, role: 'EDITOR' });
    expect((await addDocument(memory, editor, { notebookId, text: 'By an editor.' })).document).toMatchObject({
      status: 'QUEUED',
    });
    const { errors } = await grant(editor, { notebookId, userId: colleague(owner).userId, role: 'READER' });
    expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('a role that only reads cannot create', async () => {
    const { errors } = await create(testViewer({ roleKey: 'viewer' }), { name: 'No' });
    expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('settings', () => {
  test('outside their range are refused with the range', async () => {
    const viewer = testViewer();
    expect((await create(viewer, { name: 'X', passageTokens: 5 })).payload?.userErrors).toMatchObject([
      { path: ['passageTokens'] },
    ]);
    expect(
      (await create(viewer, { name: 'X', passageTokens: 100, overlapTokens: 60 })).payload?.userErrors,
    ).toMatchObject([{ path: ['overlapTokens'] }]);
    expect((await create(viewer, { name: ' ' })).payload?.userErrors).toMatchObject([{ path: ['name'] }]);
  });

  test('take effect when a document is processed again', async () => {
    const { viewer, notebookId } = await withNotebook(memory);
    const text = Array.from({ length: 100 }, (_, index) => `Sentence number ${index} says something.`).join(' ');
    const added = await addDocument(memory, viewer, { notebookId, text });
    const id = added.document?.id ?? '';
    const before = await documentWhen(memory, viewer, notebookId, id, ended);
    await update(viewer, { notebookId, passageTokens: 60 });
    const reprocess =
      'mutation ($input: ReprocessDocumentInput!) { reprocessDocument(input: $input) { document { id status } userErrors { code } } }';
    const input = { documentId: id, idempotencyKey: 'again' };
    expect((await executeAs(memory.service, viewer, reprocess, { input })).data).toMatchObject({
      reprocessDocument: { document: { status: 'QUEUED' } },
    });
    const after = await documentWhen(memory, viewer, notebookId, id, ended);
    expect(after.passageCount).toBeGreaterThan(before.passageCount * 2);
    expect(await read(viewer, notebookId)).toMatchObject({ documentCount: 1, passageCount: after.passageCount });
    // The same key again is the same request: nothing starts.
    expect((await executeAs(memory.service, viewer, reprocess, { input })).data).toMatchObject({
      reprocessDocument: { document: { status: 'READY' } },
    });
  });
});

describe('deleting', () => {
  test('a document takes it out of search and counts at once, and its bytes soon', async () => {
    const { viewer, notebookId } = await withNotebook(memory);
    const { document: added } = await addDocument(memory, viewer, { notebookId, text: 'Unicorns live in the forest.' });
    const id = added?.id ?? '';
    await documentWhen(memory, viewer, notebookId, id, ended);
    const { data } = await executeAs(
      memory.service,
      viewer,
      'mutation ($input: DeleteDocumentInput!) { deleteDocument(input: $input) { deletedId } }',
      { input: { documentId: id } },
    );
    expect(data).toEqual({ deleteDocument: { deletedId: id } });
    expect(await document(memory, viewer, id)).toBeNull();
    expect((await search(memory, viewer, { query: 'unicorns' })).hits).toEqual([]);
    expect(await read(viewer, notebookId)).toMatchObject({ documentCount: 0, passageCount: 0 });
    await expect
      .poll(() => memory.parts.blobs.head(`${viewer.tenantId}/documents/${id}/original`), { timeout: 15_000 })
      .toBeNull();
    // The same bytes may come back.
    expect(
      (await addDocument(memory, viewer, { notebookId, text: 'Unicorns live in the forest.' })).document?.id,
    ).not.toBe(id);
  });

  test('a notebook deletes what is in it', async () => {
    const { viewer, notebookId } = await withNotebook(memory, { slug: 'gone' });
    const { document: added } = await addDocument(memory, viewer, { notebookId, text: 'Dragons sleep in caves.' });
    await documentWhen(memory, viewer, notebookId, added?.id ?? '', ended);
    const { data } = await executeAs(
      memory.service,
      viewer,
      'mutation ($input: DeleteNotebookInput!) { deleteNotebook(input: $input) { deletedId } }',
      { input: { notebookId } },
    );
    expect(data).toEqual({ deleteNotebook: { deletedId: notebookId } });
    expect(await read(viewer, notebookId)).toBeNull();
    expect((await search(memory, viewer, { query: 'dragons' })).hits).toEqual([]);
    await expect
      .poll(() => memory.parts.blobs.head(`${viewer.tenantId}/documents/${added?.id}/original`), { timeout: 15_000 })
      .toBeNull();
    expect((await create(viewer, { name: 'New', slug: 'gone' })).payload?.userErrors).toEqual([]);
  });
});

test('another tenant gets the answer of an unknown id from every operation', async () => {
  const { viewer, notebookId } = await withNotebook(memory, { visibility: 'TENANT' });
  const { document: added } = await addDocument(memory, viewer, { notebookId, text: 'Only for us.' });
  await documentWhen(memory, viewer, notebookId, added?.id ?? '', ended);
  const stranger = testViewer();
  expect(await read(stranger, notebookId)).toBeNull();
  expect(await document(memory, stranger, added?.id ?? '')).toBeNull();
  for (const attempt of [
    update(stranger, { notebookId, name: 'Mine' }),
    grant(stranger, { notebookId, userId: stranger.userId, role: 'EDITOR' }),
  ]) {
    expect((await attempt).errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  }
  const entities = await executeAs(
    memory.service,
    stranger,
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Notebook { name } ... on Document { title } } }',
    {
      representations: [
        { __typename: 'Notebook', id: notebookId },
        { __typename: 'Document', id: added?.id },
      ],
    },
  );
  expect(entities.data).toEqual({ _entities: [null, null] });
});
