import type { TenantTransaction } from '@aether/common/graph';
import { ForbiddenError, NotFoundError, requireViewer } from '@aether/common/service';
import type { MemoryContext } from '../context.ts';
import { readerOf } from '../db/access.ts';
import type { DocumentRecord } from '../db/document-record.ts';
import type { NotebookRecord } from '../db/notebook-record.ts';
import { type NotebookAction, notebookRight } from '../notebook-rights.ts';
import type { FoundPassages } from '../search/search-request.ts';

function notebookLoader(context: MemoryContext) {
  const viewer = requireViewer(context);
  return context.loaders.loader<string, NotebookRecord | null>('memory.notebooks', (ids) =>
    context.memory.notebooks.byIds(viewer.tenantId, readerOf(viewer), ids),
  );
}

function documentLoader(context: MemoryContext) {
  const viewer = requireViewer(context);
  return context.loaders.loader<string, DocumentRecord | null>('memory.documents', (ids) =>
    context.memory.documents.byIds(viewer.tenantId, readerOf(viewer), ids),
  );
}

/** The notebook as the viewer reaches it; null = unknown or not visible. Requests of one tick share a statement. */
export function loadNotebook(context: MemoryContext, id: string): Promise<NotebookRecord | null> {
  return notebookLoader(context).load(id);
}

/** The document as the viewer reaches it; null = unknown or not visible. */
export function loadDocument(context: MemoryContext, id: string): Promise<DocumentRecord | null> {
  return documentLoader(context).load(id);
}

/** What a search has read with its hits, so that their fields ask the database nothing more. */
export function rememberPlaces(context: MemoryContext, found: FoundPassages): FoundPassages {
  for (const { document, notebook } of found.hits) {
    documentLoader(context).prime(document.id, document);
    notebookLoader(context).prime(notebook.id, notebook);
  }
  return found;
}

/** @throws NotFoundError */
export async function requireNotebook(context: MemoryContext, id: string): Promise<NotebookRecord> {
  const notebook = await loadNotebook(context, id);
  if (notebook === null) throw new NotFoundError('notebook', id);
  return notebook;
}

/** @throws NotFoundError */
export async function requireDocument(context: MemoryContext, id: string): Promise<DocumentRecord> {
  const document = await loadDocument(context, id);
  if (document === null) throw new NotFoundError('document', id);
  return document;
}

/** @throws ForbiddenError with the reason that `viewerActions` shows */
export function permit(context: MemoryContext, action: NotebookAction, notebook: NotebookRecord): void {
  const right = notebookRight(action, notebook, requireViewer(context));
  if (!right.allowed) throw new ForbiddenError(action, right.reason === null ? {} : { reason: right.reason });
}

/**
 * The notebook under its write lock, for a change that the viewer may make.
 * @throws NotFoundError, ForbiddenError
 */
export async function lockFor(
  context: MemoryContext,
  transaction: TenantTransaction,
  action: NotebookAction,
  id: string,
): Promise<NotebookRecord> {
  const { notebooks, clock } = context.memory;
  const notebook = await notebooks.lock(transaction, readerOf(requireViewer(context)), id, clock.now().toISOString());
  if (notebook === null) throw new NotFoundError('notebook', id);
  permit(context, action, notebook);
  return notebook;
}
