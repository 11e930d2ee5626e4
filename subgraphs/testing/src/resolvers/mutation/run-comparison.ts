import { claimIdempotencyKey, hashInput } from '@aether/common/graph';
import { NotFoundError, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { actorOf } from '../../actor-of.ts';
import { changeComparison } from '../../change-comparison.ts';
import { canRun, type CellRecord, type ComparisonRecord } from '../../comparison.ts';
import type { TestingContext } from '../../context.ts';
import { ComparisonRunningError, NothingToRunError } from '../../errors.ts';
import { events } from '../../events.ts';
import { mendableError } from '../../mendable-error.ts';
import { FRESH } from '../../new-cells.ts';
import { RunComparisonInput } from '../../types/comparison-inputs.ts';
import { ComparisonPayload } from '../../types/comparison-payloads.ts';
import { COMPARISON_BELL } from '../../workers/comparison-processor.ts';

@Resolver()
export class RunComparisonResolver {
  @Permission('comparison:run')
  @Mutation(() => ComparisonPayload)
  async runComparison(
    @Arg('input', () => RunComparisonInput) input: RunComparisonInput,
    @Ctx() context: TestingContext,
  ): Promise<ComparisonPayload> {
    try {
      const comparison = await run(input, context);
      void context.parts.doorbell.ring(COMPARISON_BELL, comparison.id);
      return { comparison, userErrors: [] };
    } catch (error) {
      return { comparison: null, userErrors: [mendableError(error)] };
    }
  }
}

function run({ comparisonId, cellIds, idempotencyKey }: RunComparisonInput, context: TestingContext) {
  const { comparisons, clock, ids, comparisonQueue } = context.parts;
  const viewer = requireViewer(context);
  return changeComparison(context, comparisonId, async ({ transaction, comparison, cells, cause }) => {
    const known = await claimIdempotencyKey(transaction, {
      actor: actorOf(viewer),
      operation: 'runComparison',
      key: idempotencyKey,
      inputHash: hashInput({ comparisonId, cellIds }),
      // One comparison may be run many times: the result of a key is that start, not the comparison.
      resultId: ids('req'),
      nowMs: clock.now().getTime(),
    });
    if (known !== null) return null;
    const chosen = cellsToRun(comparison, cells, cellIds ?? null);
    // The runs outlive the session that began them; their rights are those of the person at each start.
    await comparisons.enqueue(transaction, comparisonId, comparisonQueue, {
      ...viewer,
      sessionId: null,
      expiresAt: null,
    });
    const at = clock.now().toISOString();
    return {
      write: {
        comparison: { status: 'RUNNING', endedAt: null },
        cells: chosen.map(({ id, status, round }) => ({
          id,
          properties: { ...FRESH, round: status === 'WAITING' ? round : round + 1 },
        })),
        events: [{ name: 'status-change', at, data: { status: 'RUNNING', reason: null } }],
      },
      told: [events.comparisonStarted(cause, comparison, chosen.length)],
    };
  });
}

/** @throws ComparisonRunningError | NotFoundError | NothingToRunError */
function cellsToRun(
  { id, status }: ComparisonRecord,
  cells: readonly CellRecord[],
  cellIds: readonly string[] | null,
): readonly CellRecord[] {
  if (!canRun(status)) throw new ComparisonRunningError(id);
  const unknown = cellIds?.find((wanted) => !cells.some((cell) => cell.id === wanted));
  if (unknown !== undefined) throw new NotFoundError('cell', unknown);
  const chosen = cells.filter((cell) => (cellIds === null ? cell.status !== 'FINISHED' : cellIds.includes(cell.id)));
  if (chosen.length === 0) throw new NothingToRunError(id);
  return chosen;
}
