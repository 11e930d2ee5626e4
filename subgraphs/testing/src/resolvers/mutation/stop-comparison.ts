import { Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { changeComparison } from '../../change-comparison.ts';
import { isOpen } from '../../comparison.ts';
import type { TestingContext } from '../../context.ts';
import { ComparisonNotRunningError } from '../../errors.ts';
import { events } from '../../events.ts';
import { mendableError } from '../../mendable-error.ts';
import { StopComparisonInput } from '../../types/comparison-inputs.ts';
import { ComparisonPayload } from '../../types/comparison-payloads.ts';
import { CellRuns } from '../../workers/cell-runs.ts';
import { endOf } from '../../workers/comparison-state.ts';

@Resolver()
export class StopComparisonResolver {
  @Permission('comparison:run')
  @Mutation(() => ComparisonPayload, {
    description: 'Durable: what is finished stays, runs under way are cancelled, nothing new is started.',
  })
  async stopComparison(
    @Arg('input', () => StopComparisonInput) { comparisonId }: StopComparisonInput,
    @Ctx() context: TestingContext,
  ): Promise<ComparisonPayload> {
    const { comparisons, clock, operations } = context.parts;
    let running: readonly string[] = [];
    try {
      const comparison = await changeComparison(context, comparisonId, async (change) => {
        const { status } = change.comparison;
        if (status !== 'RUNNING') throw new ComparisonNotRunningError(comparisonId, status);
        const open = change.cells.filter(isOpen);
        running = open.flatMap(({ executionId }) => executionId ?? []);
        await comparisons.dequeue(change.transaction, comparisonId);
        const at = clock.now().toISOString();
        const stopped = { status: 'STOPPED' as const, reserved: 0 };
        return {
          write: {
            comparison: { status: 'STOPPED', endedAt: at },
            cells: open.map(({ id }) => ({ id, properties: stopped })),
            events: [
              ...open.map((cell) => ({ name: 'cell-end' as const, at, data: endOf({ ...cell, ...stopped }) })),
              { name: 'status-change', at, data: { status: 'STOPPED', reason: 'Stopped by a person.' } },
            ],
          },
          told: [events.comparisonStopped(change.cause, change.comparison)],
        };
      });
      const runs = new CellRuns(operations);
      const viewer = requireViewer(context);
      await Promise.all(running.map((id) => runs.cancel(id, viewer, 'The comparison was stopped.')));
      return { comparison, userErrors: [] };
    } catch (error) {
      return { comparison: null, userErrors: [mendableError(error)] };
    }
  }
}
