import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { repositoryRoot } from '../repository-root.ts';
import { DEMO_NOTEBOOKS } from './demo-notebooks.ts';
import { DEMO_PEOPLE } from './demo-people.ts';
import type { DemoParts } from './demo-parts.ts';
import { eventually } from './eventually.ts';

type DemoNotebook = (typeof DEMO_NOTEBOOKS)[number];

/** Reading and embedding all documents takes seconds; on a machine that is busy with other things, minutes. */
const PATIENCE_MS = 600_000;

const notebookShape = z
  .object({
    id: z.string(),
    documents: z.object({
      edges: z.array(
        z.object({
          node: z.object({
            title: z.string(),
            status: z.string(),
            error: z.object({ message: z.string() }).nullable(),
          }),
        }),
      ),
    }),
  })
  .nullable();
const uploadShape = z.object({
  upload: z.object({ id: z.string(), url: z.string(), headers: z.record(z.string(), z.string()) }).nullable(),
});

/** Notebooks, shared with everybody, whose documents can all be searched at the end. */
export async function makeNotebooks(parts: DemoParts): Promise<string> {
  for (const notebook of DEMO_NOTEBOOKS) await makeNotebook(parts, notebook);
  for (const notebook of DEMO_NOTEBOOKS) await untilReady(parts, notebook);
  const documents = DEMO_NOTEBOOKS.reduce((sum, { files }) => sum + files.length, 0);
  return `${DEMO_NOTEBOOKS.length} notebooks with ${documents} documents`;
}

async function makeNotebook(parts: DemoParts, notebook: DemoNotebook): Promise<void> {
  const { api } = parts;
  const { owner, folder, files, ...about } = notebook;
  const { email } = DEMO_PEOPLE[owner];
  const found = await api.ask(email, 'notebook', { slug: notebook.slug }, notebookShape);
  const made = z.object({ notebook: z.object({ id: z.string() }) });
  const notebookId =
    found?.id ??
    (await api.ask(email, 'createNotebook', { input: { ...about, visibility: 'TENANT' } }, made)).notebook.id;
  const known = new Set(found?.documents.edges.map(({ node }) => node.title));
  for (const file of files) {
    if (known.has(file)) continue;
    const bytes = await readFile(join(repositoryRoot, 'deploy', 'local', 'demo', folder, file));
    await addDocument(parts, { email, notebookId, file, bytes });
  }
}

/** Uploads over the public route, as a browser does. */
async function addDocument(
  { api, address }: DemoParts,
  { email, notebookId, file, bytes }: { email: string; notebookId: string; file: string; bytes: Uint8Array },
): Promise<void> {
  const asked = { notebookId, name: file, mimeType: 'text/markdown', bytes: bytes.length };
  const { upload } = await api.ask(email, 'createUpload', { input: asked }, uploadShape);
  if (upload === null) return; // These bytes are in the notebook already.
  const { pathname, search } = new URL(upload.url, address);
  const sent = await fetch(new URL(`${pathname}${search}`, address), {
    method: 'PUT',
    headers: upload.headers,
    body: new Uint8Array(bytes),
    signal: api.signal,
  });
  if (!sent.ok) throw new Error(`The upload of ${file} was refused: ${sent.status} ${await sent.text()}`);
  const input = { notebookId, uploadId: upload.id, title: file, idempotencyKey: upload.id };
  await api.ask(email, 'addDocument', { input }, z.unknown());
}

async function untilReady({ api }: DemoParts, { slug, owner, files }: DemoNotebook): Promise<void> {
  const patience = { signal: api.signal, patienceMs: PATIENCE_MS };
  await eventually(
    `Documents of ${slug}`,
    async () => {
      const found = await api.ask(DEMO_PEOPLE[owner].email, 'notebook', { slug }, notebookShape);
      const documents = found?.documents.edges.map(({ node }) => node) ?? [];
      const failed = documents.find(({ status }) => status === 'FAILED');
      if (failed !== undefined) throw new Error(`${failed.title} could not be read: ${failed.error?.message}`);
      return documents.filter(({ status }) => status === 'READY').length >= files.length ? true : null;
    },
    patience,
  );
}
