import { Permission } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { ComparisonRecord } from '../../comparison.ts';
import type { TestingContext } from '../../context.ts';
import { loadComparison } from '../../loaders.ts';
import { Comparison } from '../../types/comparison.ts';

@Resolver()
export class ComparisonResolver {
  @Permission('comparison:read')
  @Query(() => Comparison, { nullable: true })
  comparison(@Arg('id', () => ID) id: string, @Ctx() context: TestingContext): Promise<ComparisonRecord | null> {
    return loadComparison(context, id);
  }
}
