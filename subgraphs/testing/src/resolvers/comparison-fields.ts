import { isId } from '@aether/schema';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type CellRecord, type ComparisonRecord, hidesModels, labelOf } from '../comparison.ts';
import type { TestingContext } from '../context.ts';
import { loadCells } from '../loaders.ts';
import { variantStatistics } from '../statistics/variant-statistics.ts';
import { Agent } from '../types/agent.ts';
import { Cell } from '../types/cell.ts';
import { Comparison } from '../types/comparison.ts';
import { Judge } from '../types/judge.ts';
import { User } from '../types/user.ts';
import { VariantStatistics } from '../types/variant-statistics.ts';
import { Variant } from '../types/variant.ts';

@Resolver(() => Comparison)
export class ComparisonFields {
  @FieldResolver(() => Agent, { nullable: true })
  agent(@Root() comparison: ComparisonRecord): Agent {
    return { id: comparison.agentId };
  }

  @FieldResolver(() => [Variant], { description: '2 to 6.' })
  variants(@Root() comparison: ComparisonRecord): readonly Variant[] {
    if (!hidesModels(comparison)) return comparison.variants;
    // Parameters and instructions could give the model away.
    return comparison.variants.map(({ id }) => ({
      id,
      label: labelOf(comparison, id),
      model: null,
      parameters: null,
      instructionsOverride: null,
      baseline: false,
    }));
  }

  @FieldResolver(() => [Cell], { description: 'One per variant and case.' })
  cells(@Root() comparison: ComparisonRecord, @Ctx() context: TestingContext): Promise<readonly CellRecord[]> {
    return loadCells(context, comparison.id);
  }

  @FieldResolver(() => [VariantStatistics])
  async statistics(
    @Root() comparison: ComparisonRecord,
    @Ctx() context: TestingContext,
  ): Promise<readonly VariantStatistics[]> {
    return variantStatistics(comparison.variants, await loadCells(context, comparison.id));
  }

  @FieldResolver(() => Judge, { nullable: true })
  judge(@Root() comparison: ComparisonRecord): Judge | null {
    return comparison.judge;
  }

  @FieldResolver(() => User, { nullable: true })
  startedBy(@Root() comparison: ComparisonRecord): User | null {
    return isId('usr', comparison.startedById) ? { id: comparison.startedById } : null;
  }
}
