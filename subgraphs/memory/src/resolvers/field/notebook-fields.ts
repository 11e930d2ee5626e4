import { type Connection, PermittedAction, pageRequest, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, FieldResolver, Float, Int, Resolver, Root } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import { readerOf } from '../../db/access.ts';
import type { DocumentRecord } from '../../db/document-record.ts';
import type { GrantRecord, NotebookRecord } from '../../db/notebook-record.ts';
import { NOTEBOOK_ACTIONS, notebookRight } from '../../notebook-rights.ts';
import { modelIdBySlug } from '../../model-id-by-slug.ts';
import { DocumentConnection } from '../../types/document.ts';
import { Model, User } from '../../types/foreign.ts';
import { DocumentFilter } from '../../types/notebook-inputs.ts';
import { Notebook, NotebookGrant, NotebookSettings } from '../../types/notebook.ts';

@Resolver(() => Notebook)
export class NotebookFieldsResolver {
  /** Null when a service account owns it. */
  @FieldResolver(() => User, { nullable: true })
  owner(@Root() notebook: NotebookRecord): User | null {
    return notebook.ownerId.startsWith('usr_') ? { id: notebook.ownerId } : null;
  }

  /** Who has access beside the audience concerns those who write here; readers see none. */
  @FieldResolver(() => [NotebookGrant])
  async grants(@Root() notebook: NotebookRecord, @Ctx() context: MemoryContext): Promise<readonly NotebookGrant[]> {
    const viewer = requireViewer(context);
    if (!notebookRight('addDocument', notebook, viewer).allowed) return [];
    const loader = context.loaders.loader<string, readonly GrantRecord[]>('memory.grants', async (ids) => {
      const grants = Map.groupBy(
        await context.memory.notebooks.grants(viewer.tenantId, ids),
        (grant) => grant.notebookId,
      );
      return ids.map((id) => grants.get(id) ?? []);
    });
    return (await loader.load(notebook.id)).map(({ userId, role, since }) => ({ user: { id: userId }, role, since }));
  }

  @FieldResolver(() => Model, { nullable: true })
  async embeddingModel(@Root() notebook: NotebookRecord, @Ctx() context: MemoryContext): Promise<Model | null> {
    const id = notebook.embeddingModelId ?? (await modelIdBySlug(context, notebook.embeddingModelSlug));
    return id === null ? null : { id };
  }

  @FieldResolver(() => NotebookSettings)
  settings(@Root() { passageTokens, overlapTokens }: NotebookRecord): NotebookSettings {
    return { passageTokens, overlapTokens };
  }

  /** Not measured yet: needs hits in searches over time. */
  @FieldResolver(() => Float, {
    nullable: true,
    description: '0 to 1: readable text, coverage of headings, freshness, hits in searches.',
  })
  qualityScore(): number | null {
    return null;
  }

  @FieldResolver(() => DocumentConnection)
  async documents(
    @Root() notebook: NotebookRecord,
    @Arg('filter', () => DocumentFilter, { nullable: true }) filter: DocumentFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: MemoryContext,
  ): Promise<Connection<DocumentRecord>> {
    const viewer = requireViewer(context);
    const page = pageRequest({ first: first ?? 20, after });
    const listFilter = { search: filter?.search?.trim().toLowerCase() || null, statuses: filter?.statuses ?? null };
    const rows = await context.memory.documents.list(viewer.tenantId, readerOf(viewer), notebook.id, listFilter, page);
    return toConnection(rows, page, (document) => [document.createdAt, document.id]);
  }

  @FieldResolver(() => [PermittedAction])
  viewerActions(@Root() notebook: NotebookRecord, @Ctx() context: MemoryContext): readonly PermittedAction[] {
    const viewer = requireViewer(context);
    return NOTEBOOK_ACTIONS.map((action) => notebookRight(action, notebook, viewer));
  }
}
