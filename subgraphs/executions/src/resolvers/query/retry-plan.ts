import { JSONValue, Permission, requireViewer, ValidationError } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { inputProblems } from '../../accept/accept-run.ts';
import { mayChange } from '../../access.ts';
import type { ExecutionsContext } from '../../context.ts';
import { planOf } from '../../retry/retry-execution.ts';
import { RetryPlan } from '../../types/retry-plan.ts';
import { toEffect } from '../../types/to-effect.ts';
import { toExecution } from '../../types/to-execution.ts';
import { visibleExecution } from '../load-execution.ts';

@Resolver()
export class RetryPlanResolver {
  @Permission('agent:run')
  @Query(() => RetryPlan, {
    nullable: true,
    description: 'Null `fromStep` = from the start; another `versionId` = a fork.',
  })
  async retryPlan(
    @Arg('executionId', () => ID) executionId: string,
    @Arg('fromStep', () => ID, { nullable: true }) fromStep: string | null,
    @Arg('inputOverride', () => JSONValue, { nullable: true }) inputOverride: unknown,
    @Arg('versionId', () => ID, { nullable: true }) versionId: string | null,
    @Ctx() context: ExecutionsContext,
  ): Promise<object | null> {
    const { parts, requestId, traceparent } = context;
    const viewer = requireViewer(context);
    const execution = await visibleExecution(context, executionId);
    if (execution === null || !mayChange(viewer, execution)) return null;
    const question = { fromStep: fromStep ?? null, inputOverride: inputOverride ?? null, versionId: versionId ?? null };
    const { plan, version, input } = await planOf(parts, execution, question, { viewer, requestId, traceparent });
    const [problem] = inputProblems(version, input);
    if (problem !== undefined)
      throw new ValidationError(
        ['inputOverride', ...problem.path.slice(2)],
        'what the input schema of the agent asks for',
        problem.message,
      );
    return {
      execution: toExecution(execution, parts.clock.now()),
      fromStep: question.fromStep,
      reused: plan.reused.map(({ id }) => id),
      reruns: plan.reruns.map(({ id, key, name, type, effect }) => ({ stepId: id, key, name, type, effect })),
      estimatedCost: plan.estimatedCost,
      unpriced: plan.unpriced,
      repeatedEffects: plan.repeated.map((step) => toEffect(step, true)),
    };
  }
}
