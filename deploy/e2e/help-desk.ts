import type { ApiClient } from './api-client.ts';

/** What the tests ask about: a short handbook of an invented company. */
export const HANDBOOK = `# Refunds

Customers get their money back within fourteen days of the return. The amount is paid to the card that was used for the order.
Gift cards are never refunded in money; they are replaced by a new card.

# Shipping

Orders are shipped from Rotterdam on every working day. A parcel takes three days inside the Netherlands and six days abroad.

# Holidays

Everybody has thirty days of paid holiday a year. Days that are left over on 31 December move to the next year until the end of March.
`;

export interface HelpDesk {
  readonly notebookId: string;
  readonly notebookSlug: string;
  readonly documentId: string;
  readonly agentId: string;
  readonly versionId: string;
}

/** Uploads a document over the public route, waits until it can be searched, makes an agent over it and publishes the agent. */
export async function createHelpDesk(
  client: ApiClient,
  origin: string,
  name: string,
  document: { readonly bytes: Uint8Array; readonly mimeType: string; readonly name: string } = {
    bytes: new TextEncoder().encode(HANDBOOK),
    mimeType: 'text/markdown',
    name: 'handbook.md',
  },
  kind: 'QA' | 'CONVERSATIONAL' = 'QA',
): Promise<HelpDesk> {
  const { createNotebook } = await client.data<{
    createNotebook: { notebook: { id: string; slug: string } | null; userErrors: unknown[] };
  }>(
    'mutation($input: CreateNotebookInput!) { createNotebook(input: $input) { notebook { id slug } userErrors { code message } } }',
    { input: { name: `${name} knowledge` } },
  );
  if (createNotebook.notebook === null) throw new Error(JSON.stringify(createNotebook.userErrors));
  const { id: notebookId, slug: notebookSlug } = createNotebook.notebook;
  const documentId = await addDocument(client, origin, notebookId, document);
  await untilReady(client, documentId);
  const spec = {
    specVersion: 1,
    kind,
    instructions: 'Answer questions of customers from the handbook. Cite what you use.',
    inputs: {
      type: 'object',
      properties: { [kind === 'QA' ? 'question' : 'message']: { type: 'string' } },
      required: [kind === 'QA' ? 'question' : 'message'],
    },
    model: { primary: 'builtin/extract' },
    knowledge: { handbook: { notebook: notebookSlug } },
  };
  const { createAgent } = await client.data<{
    createAgent: {
      agent: { id: string; draft: { revision: number; validation: { valid: boolean; issues: unknown[] } } } | null;
      userErrors: unknown[];
    };
  }>(
    'mutation($input: CreateAgentInput!) { createAgent(input: $input) { agent { id draft { revision validation { valid issues { code path message } } } } userErrors { code message } } }',
    { input: { name, spec, idempotencyKey: `create ${name}` } },
  );
  if (createAgent.agent === null) throw new Error(JSON.stringify(createAgent.userErrors));
  const { publishAgent } = await client.data<{
    publishAgent: { version: { id: string } | null; userErrors: unknown[] };
  }>(
    'mutation($input: PublishAgentInput!) { publishAgent(input: $input) { version { id } userErrors { code message path hint } } }',
    { input: { agentId: createAgent.agent.id, expectedRevision: createAgent.agent.draft.revision, notes: 'first' } },
  );
  if (publishAgent.version === null) throw new Error(JSON.stringify(publishAgent.userErrors));
  return { notebookId, notebookSlug, documentId, agentId: createAgent.agent.id, versionId: publishAgent.version.id };
}

export async function addDocument(
  client: ApiClient,
  origin: string,
  notebookId: string,
  document: { readonly bytes: Uint8Array; readonly mimeType: string; readonly name: string },
): Promise<string> {
  const { createUpload } = await client.data<{
    createUpload: {
      upload: { id: string; url: string; headers: Record<string, string> } | null;
      userErrors: unknown[];
    };
  }>(
    'mutation($input: CreateUploadInput!) { createUpload(input: $input) { upload { id url headers } userErrors { code message } } }',
    { input: { notebookId, name: document.name, mimeType: document.mimeType, bytes: document.bytes.length } },
  );
  if (createUpload.upload === null) throw new Error(JSON.stringify(createUpload.userErrors));
  const sent = await fetch(new URL(createUpload.upload.url, origin), {
    method: 'PUT',
    headers: createUpload.upload.headers,
    body: new Uint8Array(document.bytes),
  });
  if (!sent.ok) throw new Error(`The upload was refused: ${sent.status} ${await sent.text()}`);
  const { addDocument: added } = await client.data<{
    addDocument: { document: { id: string } | null; userErrors: unknown[] };
  }>(
    'mutation($input: AddDocumentInput!) { addDocument(input: $input) { document { id } userErrors { code message } } }',
    {
      input: {
        notebookId,
        uploadId: createUpload.upload.id,
        title: document.name,
        idempotencyKey: createUpload.upload.id,
      },
    },
  );
  if (added.document === null) throw new Error(JSON.stringify(added.userErrors));
  return added.document.id;
}

interface DocumentState {
  readonly status: string;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Waits for the end of ingestion, by the API. */
export async function untilReady(client: ApiClient, documentId: string): Promise<DocumentState> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    const { document } = await client.data<{ document: DocumentState }>(
      'query($id: ID!) { document(id: $id) { status error { code message } } }',
      { id: documentId },
    );
    if (document.status === 'READY' || document.status === 'FAILED') return document;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The document was not ready within five minutes.');
}
