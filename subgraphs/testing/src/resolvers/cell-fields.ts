import { requireViewer } from '@aether/common/service';
import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { actorOf } from '../actor-of.ts';
import type { CellRecord } from '../comparison.ts';
import type { TestingContext } from '../context.ts';
import { Cell } from '../types/cell.ts';
import { Execution } from '../types/execution.ts';

@Resolver(() => Cell)
export class CellFields {
  @FieldResolver(() => Execution, { nullable: true })
  execution(@Root() { executionId }: CellRecord): Execution | null {
    return executionId === null ? null : { id: executionId };
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
