import { buildSubgraph, requireViewer } from '@aether/common/service';
import type { GraphQLSchema } from 'graphql';
import type { MemoryContext } from './context.ts';
import { readerOf } from './db/access.ts';
import type { PassageRecord } from './db/passage-record.ts';
import { DocumentFieldsResolver } from './resolvers/field/document-fields.ts';
import { NotebookFieldsResolver } from './resolvers/field/notebook-fields.ts';
import { PassageFieldsResolver } from './resolvers/field/passage-fields.ts';
import { AddDocumentResolver } from './resolvers/mutation/add-document.ts';
import { CreateNotebookResolver } from './resolvers/mutation/create-notebook.ts';
import { CreateUploadResolver } from './resolvers/mutation/create-upload.ts';
import { DeleteDocumentResolver } from './resolvers/mutation/delete-document.ts';
import { DeleteNotebookResolver } from './resolvers/mutation/delete-notebook.ts';
import { GrantNotebookAccessResolver } from './resolvers/mutation/grant-notebook-access.ts';
import { ReprocessDocumentResolver } from './resolvers/mutation/reprocess-document.ts';
import { UpdateNotebookResolver } from './resolvers/mutation/update-notebook.ts';
import { DocumentResolver } from './resolvers/query/document.ts';
import { NotebookResolver } from './resolvers/query/notebook.ts';
import { NotebooksResolver } from './resolvers/query/notebooks.ts';
import { SearchForRunResolver } from './resolvers/query/search-for-run.ts';
import { SearchKnowledgeResolver } from './resolvers/query/search-knowledge.ts';
import { loadDocument, loadNotebook } from './resolvers/reachable.ts';
import { DocumentsChangedResolver } from './resolvers/subscription/documents-changed.ts';

function loadPassage(context: MemoryContext, id: string): Promise<PassageRecord | null> {
  const viewer = requireViewer(context);
  const loader = context.loaders.loader<string, PassageRecord | null>('memory.passages', (ids) =>
    context.memory.passages.byIds(viewer.tenantId, readerOf(viewer), ids),
  );
  return loader.load(id);
}

/** The subgraph of memory; needs no database. */
export function createMemorySchema(): Promise<GraphQLSchema> {
  return buildSubgraph<MemoryContext>({
    name: 'memory',
    resolvers: [
      NotebookResolver,
      NotebooksResolver,
      DocumentResolver,
      SearchKnowledgeResolver,
      SearchForRunResolver,
      CreateNotebookResolver,
      UpdateNotebookResolver,
      DeleteNotebookResolver,
      GrantNotebookAccessResolver,
      CreateUploadResolver,
      AddDocumentResolver,
      ReprocessDocumentResolver,
      DeleteDocumentResolver,
      DocumentsChangedResolver,
      NotebookFieldsResolver,
      DocumentFieldsResolver,
      PassageFieldsResolver,
    ],
    references: {
      Notebook: ({ id }, context) => loadNotebook(context, id),
      Document: ({ id }, context) => loadDocument(context, id),
      Passage: ({ id }, context) => loadPassage(context, id),
    },
  });
}
