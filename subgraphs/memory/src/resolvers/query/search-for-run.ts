import { Permission, SERVICE_ONLY, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import type { FoundPassages } from '../../search/search-request.ts';
import { SearchForRunInput } from '../../types/search-inputs.ts';
import { SearchResult } from '../../types/search-result.ts';
import { checkedSearch } from '../checked-search.ts';
import { rememberPlaces } from '../reachable.ts';

@Resolver()
export class SearchForRunResolver {
  /** A run sees what its person may read, and of that only the notebooks that its agent names. */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => SearchResult, {
    description: 'Service only: search with the rights of a run, which may be narrower than those of its person.',
  })
  async searchForRun(
    @Arg('input', () => SearchForRunInput) input: SearchForRunInput,
    @Ctx() context: MemoryContext,
  ): Promise<FoundPassages> {
    const found = await context.memory.search.search({
      ...checkedSearch(input),
      viewer: requireViewer(context),
      requestId: context.requestId,
      notebookIds: input.notebookIds,
      mode: input.mode,
      minimumScore: input.minimumScore ?? null,
      timeoutMs: Math.min(input.timeoutMs, context.memory.config.searchTimeoutMs),
      signal: context.signal,
    });
    return rememberPlaces(context, found);
  }
}
