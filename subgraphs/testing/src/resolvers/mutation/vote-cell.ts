import { NotFoundError, Permission, requireViewer, ValidationError, checkedText } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../actor-of.ts';
import type { CellRecord } from '../../comparison.ts';
import type { TestingContext } from '../../context.ts';
import { loadComparison } from '../../loaders.ts';
import { mendableError } from '../../mendable-error.ts';
import { VoteCellInput } from '../../types/comparison-inputs.ts';
import { CellPayload } from '../../types/comparison-payloads.ts';

@Resolver()
export class VoteCellResolver {
  @Permission('comparison:read')
  @Mutation(() => CellPayload, {
    description: 'Whoever sees the comparison votes; one vote a person and cell, 0 takes it back.',
  })
  async voteCell(
    @Arg('input', () => VoteCellInput) input: VoteCellInput,
    @Ctx() context: TestingContext,
  ): Promise<CellPayload> {
    try {
      return { cell: await vote(input, context), userErrors: [] };
    } catch (error) {
      return { cell: null, userErrors: [mendableError(error)] };
    }
  }
}

async function vote({ cellId, vote: value, note }: VoteCellInput, context: TestingContext): Promise<CellRecord> {
  const { comparisons, database, clock } = context.parts;
  const viewer = requireViewer(context);
  const found = await comparisons.cell(viewer.tenantId, cellId);
  const comparison = found === null ? null : await loadComparison(context, found.comparisonId);
  if (comparison === null) throw new NotFoundError('cell', cellId);
  if (![-1, 0, 1].includes(value)) throw new ValidationError(['vote'], '−1, 0 or 1', String(value));
  const written = {
    vote: value,
    note: note == null ? null : checkedText('note', note, { minimum: 0, maximum: 1_000 }),
  };
  return database.tenant(viewer.tenantId).transaction(async (transaction) => {
    await comparisons.lock(transaction, comparison.id, clock.now().toISOString());
    const cell = (await comparisons.lockedCells(transaction, comparison.id)).find(({ id }) => id === cellId);
    if (cell === undefined) throw new NotFoundError('cell', cellId);
    const { [actorOf(viewer)]: _, ...others } = cell.votes;
    const votes = value === 0 ? others : { ...others, [actorOf(viewer)]: written };
    await comparisons.write(transaction, comparison.id, { cells: [{ id: cellId, properties: { votes } }] });
    return { ...cell, votes };
  });
}
