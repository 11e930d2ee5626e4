import { pageRequest, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { IntelligenceContext } from '../../context.ts';
import { SuccessPattern } from '../../types/success-pattern.ts';
import { toSuccessPattern } from '../../types/to-success-pattern.ts';

@Resolver()
export class SuccessPatternsResolver {
  @Permission('agent:read')
  @Query(() => [SuccessPattern])
  async successPatterns(
    @Ctx() context: IntelligenceContext,
    @Arg('useCase', () => String, { nullable: true }) useCase: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 10 }) first: number,
  ): Promise<SuccessPattern[]> {
    const viewer = requireViewer(context);
    const conditions = { useCase: useCase ?? null, first: pageRequest({ first }).first };
    return (await context.parts.patterns.list(viewer.tenantId, conditions)).map(toSuccessPattern);
  }
}
