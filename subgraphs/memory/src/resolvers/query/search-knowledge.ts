import { Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import type { FoundPassages } from '../../search/search-request.ts';
import { SearchKnowledgeInput } from '../../types/search-inputs.ts';
import { SearchResult } from '../../types/search-result.ts';
import { checkedSearch } from '../checked-search.ts';
import { rememberPlaces } from '../reachable.ts';

@Resolver()
export class SearchKnowledgeResolver {
  @Permission('notebook:read')
  @Query(() => SearchResult)
  async searchKnowledge(
    @Arg('input', () => SearchKnowledgeInput) input: SearchKnowledgeInput,
    @Ctx() context: MemoryContext,
  ): Promise<FoundPassages> {
    const found = await context.memory.search.search({
      ...checkedSearch({ query: input.query, first: input.first ?? 10 }),
      viewer: requireViewer(context),
      requestId: context.requestId,
      notebookIds: input.notebookIds ?? null,
      mode: input.mode ?? 'HYBRID',
      minimumScore: input.minimumScore ?? null,
      timeoutMs: context.memory.config.searchTimeoutMs,
      signal: context.signal,
    });
    return rememberPlaces(context, found);
  }
}
