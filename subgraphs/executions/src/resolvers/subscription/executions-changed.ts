import { Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Resolver, Root, Subscription } from 'type-graphql';
import type { ExecutionsContext } from '../../context.ts';
import { type ChangedExecution, executionChangeStream } from '../../stream/execution-change-stream.ts';
import { ExecutionChange } from '../../types/execution-change.ts';
import { ExecutionFilter } from '../../types/execution-filter.ts';
import { toExecution } from '../../types/to-execution.ts';
import { conditionsOf } from '../conditions.ts';

interface Arguments {
  readonly filter?: ExecutionFilter | null;
}

async function* nothing(): AsyncGenerator<ChangedExecution, void> {}

function subscribe({ filter }: Arguments, context: ExecutionsContext): AsyncIterable<ChangedExecution> {
  const viewer = requireViewer(context);
  const conditions = conditionsOf(viewer, filter);
  if (conditions === null) return nothing();
  return executionChangeStream(context.parts, viewer.tenantId, conditions, context.signal);
}

@Resolver()
export class ExecutionsChangedResolver {
  @Permission('execution:read')
  @Subscription(() => ExecutionChange, {
    description: 'Runs that begin or change, from now on.',
    subscribe: ({ args, context }) => subscribe(args as Arguments, context as ExecutionsContext) as never,
  })
  executionsChanged(
    @Root() { change, execution }: ChangedExecution,
    @Arg('filter', () => ExecutionFilter, { nullable: true }) _filter: ExecutionFilter | null,
    @Ctx() context: ExecutionsContext,
  ): object {
    return { change, id: execution.id, execution: toExecution(execution, context.parts.clock.now()) };
  }
}
