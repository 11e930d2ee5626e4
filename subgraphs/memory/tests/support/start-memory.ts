import type { Viewer } from '@aether/common/security';
import { LoaderCache, type Service, type ServiceParts } from '@aether/common/service';
import {
  type HashedEmbeddings,
  createTestParts,
  executeAs,
  hashedEmbeddings,
  subscribeAs,
  testViewer,
} from '@aether/test-support';
import { createMemoryService, memoryConfig } from '../../src/index.ts';

export interface TestMemory extends AsyncDisposable {
  readonly service: Service;
  readonly parts: ServiceParts;
  readonly model: HashedEmbeddings;
  readonly queue: string;
  /** Sends bytes to a link of the service, as a browser would. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
}

const RETRY_AT_ONCE = { MEMORY_INGEST_RETRY_MS: '10', MEMORY_INGEST_ATTEMPTS: '3', MEMORY_INGEST_LEASE_MS: '1500' };

export interface StartOptions {
  /** Replaces single settings. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly parts?: Partial<ServiceParts>;
  readonly model?: HashedEmbeddings;
  /** @default that of all tests */
  readonly neo4jUri?: string;
  /** Works on the documents of another service, with its bytes, as a second process would. */
  readonly beside?: TestMemory;
}

/** The service with real parts and a hashing model. Each has a queue of its own: all tests share one database. */
export async function startMemory(options: StartOptions = {}): Promise<TestMemory> {
  const model = options.model ?? hashedEmbeddings();
  const parts = await createTestParts({
    service: 'memory',
    operations: {
      // Agents knows each model that is asked for by its slug.
      EmbeddingModel: ({ slug }) => ({
        model: {
          id: `mdl_${String(slug)}`,
          slug,
          capabilities: ['EMBEDDINGS'],
          contextWindow: null,
          enabled: true,
          status: 'HEALTHY',
        },
      }),
    },
    ...(options.neo4jUri === undefined ? {} : { neo4jUri: options.neo4jUri }),
    parts: {
      modelFetch: model.fetch,
      ...(options.beside === undefined
        ? {}
        : { blobs: options.beside.parts.blobs, doorbell: options.beside.parts.doorbell }),
      ...options.parts,
    },
  });
  const queue = options.beside?.queue ?? parts.instance;
  const environment = {
    MEMORY_LINK_SECRET: 'links in tests are signed with this',
    MEMORY_INGEST_QUEUE: queue,
    ...RETRY_AT_ONCE,
    ...options.environment,
  };
  const service = await createMemoryService(memoryConfig(environment), parts);
  await service.start();
  return {
    service,
    parts,
    model,
    queue,
    fetch: (url, init) => fetchFrom(service, url, init),
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await parts[Symbol.asyncDispose]();
    },
  };
}

async function fetchFrom(service: Service, url: string, init?: RequestInit): Promise<Response> {
  const request = new Request(new URL(url, 'http://aether.test'), init);
  const { pathname } = new URL(request.url);
  const route = service.routes.find(
    ({ method, path }) =>
      (method === request.method || (method === 'GET' && request.method === 'HEAD')) &&
      new URLPattern({ pathname: path }).test(request.url),
  );
  if (route === undefined) throw new Error(`${request.method} ${pathname} is no route.`);
  const context = {
    requestId: 'req_test',
    viewer: null,
    caller: 'graphql-gateway',
    signal: request.signal,
    traceparent: null,
    loaders: new LoaderCache(),
  };
  return route.handle(request, { parameters: { id: pathname.split('/').at(-1) ?? '' }, context });
}

/** A member of a tenant of its own with one notebook. */
export async function withNotebook(
  memory: TestMemory,
  input: Readonly<Record<string, unknown>> = {},
): Promise<{ viewer: Viewer; notebookId: string }> {
  const viewer = testViewer({ roleKey: 'member' });
  const { data } = await executeAs<{ createNotebook: { notebook: { id: string } } }>(
    memory.service,
    viewer,
    'mutation ($input: CreateNotebookInput!) { createNotebook(input: $input) { notebook { id } userErrors { message } } }',
    { input: { name: 'Handbook', ...input } },
  );
  return { viewer, notebookId: data.createNotebook.notebook.id };
}

const DOCUMENT =
  'id title status progress mimeType pageCount passageCount sha256 error { code message stage retryable hint }';

export interface TestDocument {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly progress: number;
  readonly mimeType: string;
  readonly pageCount: number | null;
  readonly passageCount: number;
  readonly sha256: string;
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly stage: string;
    readonly retryable: boolean;
    readonly hint: string | null;
  } | null;
}

interface AddPayload {
  readonly document: TestDocument | null;
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[]; readonly message: string }[];
}

export async function addDocument(
  memory: TestMemory,
  viewer: Viewer,
  input: Readonly<Record<string, unknown>>,
): Promise<AddPayload> {
  const { data, errors } = await executeAs<{ addDocument: AddPayload }>(
    memory.service,
    viewer,
    `mutation ($input: AddDocumentInput!) { addDocument(input: $input) { document { ${DOCUMENT} } userErrors { code path message } } }`,
    { input: { idempotencyKey: crypto.randomUUID(), ...input } },
  );
  if (errors[0] !== undefined)
    throw Object.assign(new Error(errors[0].message), { code: errors[0].extensions?.['code'] });
  return data.addDocument;
}

/** createUpload and PUT, as a browser does; answers the id of the upload. */
export async function upload(
  memory: TestMemory,
  viewer: Viewer,
  notebookId: string,
  bytes: Uint8Array<ArrayBuffer>,
  name = 'file',
): Promise<string> {
  const { data } = await executeAs<{
    createUpload: { upload: { id: string; url: string; headers: Record<string, string> } };
  }>(
    memory.service,
    viewer,
    'mutation ($input: CreateUploadInput!) { createUpload(input: $input) { upload { id url headers } userErrors { message } } }',
    { input: { notebookId, name, bytes: bytes.length } },
  );
  const { id, url, headers } = data.createUpload.upload;
  const response = await memory.fetch(url, { method: 'PUT', body: bytes, headers });
  if (!response.ok) throw new Error(await response.text());
  return id;
}

export async function document(memory: TestMemory, viewer: Viewer, id: string): Promise<TestDocument | null> {
  const { data } = await executeAs<{ document: TestDocument | null }>(
    memory.service,
    viewer,
    `query ($id: ID!) { document(id: $id) { ${DOCUMENT} } }`,
    { id },
  );
  return data.document;
}

/** Waits for an event, not for time: subscribes, then looks, then follows until `until` holds. */
export async function documentWhen(
  memory: TestMemory,
  viewer: Viewer,
  notebookId: string,
  id: string,
  until: (document: TestDocument) => boolean,
): Promise<TestDocument> {
  const stop = new AbortController();
  const changes = subscribeAs(
    memory.service,
    viewer,
    `subscription ($notebookId: ID!) { documentsChanged(notebookId: $notebookId) { id document { ${DOCUMENT} } } }`,
    { notebookId },
    { signal: stop.signal },
  );
  const first = changes.next();
  const now = await document(memory, viewer, id);
  try {
    if (now !== null && until(now)) return now;
    for (let next = await first; !next.done; next = await changes.next()) {
      const change = next.value.data?.['documentsChanged'] as { id: string; document: TestDocument | null };
      if (change.id === id && change.document !== null && until(change.document)) return change.document;
    }
    throw new Error('The stream of changes ended.');
  } finally {
    stop.abort();
    await changes.return();
  }
}

export const ended = ({ status }: TestDocument): boolean => status === 'READY' || status === 'FAILED';

export interface TestHit {
  readonly score: number;
  readonly vectorScore: number | null;
  readonly keywordScore: number | null;
  readonly highlights: readonly { readonly start: number; readonly end: number }[];
  readonly passage: {
    readonly id: string;
    readonly text: string;
    readonly headingPath: readonly string[];
    readonly page: number | null;
    readonly document: { readonly id: string; readonly title: string };
  };
}

export interface TestSearch {
  readonly mode: string;
  readonly partial: boolean;
  readonly durationMs: number;
  readonly hits: readonly TestHit[];
}

export async function search(
  memory: TestMemory,
  viewer: Viewer,
  input: Readonly<Record<string, unknown>>,
): Promise<TestSearch> {
  const { data, errors } = await executeAs<{ searchKnowledge: TestSearch }>(
    memory.service,
    viewer,
    `query ($input: SearchKnowledgeInput!) { searchKnowledge(input: $input) { mode partial durationMs
       hits { score vectorScore keywordScore highlights { start end } passage { id text headingPath page document { id title } } } } }`,
    { input },
  );
  if (errors[0] !== undefined)
    throw Object.assign(new Error(errors[0].message), { code: errors[0].extensions?.['code'] });
  return data.searchKnowledge;
}
