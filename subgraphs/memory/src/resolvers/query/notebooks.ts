import { type Connection, Permission, pageRequest, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import { readerOf } from '../../db/access.ts';
import type { NotebookRecord } from '../../db/notebook-record.ts';
import { actorOf } from '../../notebook-rights.ts';
import { NotebookFilter } from '../../types/notebook-inputs.ts';
import { NotebookConnection } from '../../types/notebook.ts';

@Resolver()
export class NotebooksResolver {
  @Permission('notebook:read')
  @Query(() => NotebookConnection)
  async notebooks(
    @Arg('filter', () => NotebookFilter, { nullable: true }) filter: NotebookFilter | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: MemoryContext,
  ): Promise<Connection<NotebookRecord>> {
    const viewer = requireViewer(context);
    const page = pageRequest({ first: first ?? 20, after });
    const listFilter = {
      search: filter?.search?.trim().toLowerCase() || null,
      domain: filter?.domain ?? null,
      ownedOnly: filter?.ownedByViewer ?? false,
      writableOnly: filter?.writable ?? false,
      actorId: actorOf(viewer),
    };
    const rows = await context.memory.notebooks.list(viewer.tenantId, readerOf(viewer), listFilter, page);
    return toConnection(rows, page, (notebook) => [notebook.createdAt, notebook.id]);
  }
}
