import { Permission, ValidationError, requireViewer } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import { readerOf } from '../../db/access.ts';
import type { NotebookRecord } from '../../db/notebook-record.ts';
import { Notebook } from '../../types/notebook.ts';
import { loadNotebook } from '../reachable.ts';

@Resolver()
export class NotebookResolver {
  @Permission('notebook:read')
  @Query(() => Notebook, { nullable: true })
  async notebook(
    @Arg('id', () => ID, { nullable: true }) id: string | null | undefined,
    @Arg('slug', () => String, { nullable: true }) slug: string | null | undefined,
    @Ctx() context: MemoryContext,
  ): Promise<NotebookRecord | null> {
    if (typeof id === 'string' && typeof slug !== 'string') return loadNotebook(context, id);
    if (typeof slug !== 'string' || typeof id === 'string') {
      throw new ValidationError(['id'], 'exactly one of "id" and "slug"', typeof id === 'string' ? 'both' : 'none');
    }
    const viewer = requireViewer(context);
    return context.memory.notebooks.bySlug(viewer.tenantId, readerOf(viewer), slug);
  }
}
