import { requireViewer } from '@aether/common/service';
import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { actorOf } from '../actor-of.ts';
import type { CellRecord } from '../comparison.ts';
import type { TestingContext } from '../context.ts';
import { loadComparison } from '../loaders.ts';
import { mayReadTexts } from '../may-read-texts.ts';
import { Cell } from '../types/cell.ts';
import { Execution } from '../types/execution.ts';

@Resolver(() => Cell)
export class CellFields {
  @FieldResolver(() => Execution, { nullable: true })
  execution(@Root() { executionId }: CellRecord): Execution | null {
    return executionId === null ? null : { id: executionId };
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why this score; of a cell that failed, why it did. Null for who may not read the answers.',
  })
  async reasoning(@Root() cell: CellRecord, @Ctx() context: TestingContext): Promise<string | null> {
    if (cell.reasoning === null) return null;
    const comparison = await loadComparison(context, cell.comparisonId);
    return comparison !== null && (await mayReadTexts(context, comparison)) ? cell.reasoning : null;
  }

  @FieldResolver(() => Int, { description: 'Sum of votes of +1 and −1.' })
  votes(@Root() cell: CellRecord): number {
    return Object.values(cell.votes).reduce((sum, { vote }) => sum + vote, 0);
  }

  @FieldResolver(() => Int, { nullable: true })
  viewerVote(@Root() cell: CellRecord, @Ctx() context: TestingContext): number | null {
    return cell.votes[actorOf(requireViewer(context))]?.vote ?? null;
  }
}
