import { requireViewer } from '@aether/common/service';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { mayChange } from '../access.ts';
import type { ExecutionsContext } from '../context.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { isCall } from '../step.ts';
import { ExecutionStep } from '../types/execution-step.ts';
import { Execution } from '../types/execution.ts';
import { toExecution } from '../types/to-execution.ts';

@Resolver(() => ExecutionStep)
export class ExecutionStepFieldResolver {
  /** Also while it runs: the chain goes on there. */
  @FieldResolver(() => Execution, { nullable: true, description: 'The run that an AGENT_CALL or a SUBFLOW made.' })
  async childExecution(
    @Root() { type, key, executionId }: ExecutionStep,
    @Ctx() context: ExecutionsContext,
  ): Promise<object | null> {
    if (!isCall(type)) return null;
    const viewer = requireViewer(context);
    const { children, clock } = context.parts;
    const loader = context.loaders.loader<string, readonly ExecutionRecord[]>(
      `children-${viewer.tenantId}`,
      async (parentIds) => {
        const all = await children.ofSteps(viewer.tenantId, parentIds);
        return parentIds.map((parentId) => all.filter((child) => child.parentId === parentId));
      },
    );
    const child = (await loader.load(executionId)).find(({ parentStepKey }) => parentStepKey === key);
    return child === undefined || !mayChange(viewer, child) ? null : toExecution(child, clock.now());
  }
}
