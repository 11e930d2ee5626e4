import { Permission } from '@aether/common/service';
import { hashInput } from '@aether/common/graph';
import type { JsonValue } from '@aether/schema';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { stepDifferences } from '../../analysis/step-differences.ts';
import { valueDifferences } from '../../analysis/value-differences.ts';
import type { ExecutionsContext } from '../../context.ts';
import type { ExecutionRecord } from '../../db/records.ts';
import type { StepRecord } from '../../db/step-records.ts';
import { loadPayload, type StoredPayload } from '../../payload.ts';
import { ExecutionDiff } from '../../types/execution-diff.ts';
import { toExecution } from '../../types/to-execution.ts';
import { toStep } from '../../types/to-step.ts';
import { visibleExecution } from '../load-execution.ts';

@Resolver()
export class ExecutionDiffResolver {
  @Permission('execution:read')
  @Query(() => ExecutionDiff, {
    description: 'Two runs, step by step; null when the viewer may not see one of them.',
    nullable: true,
  })
  async executionDiff(
    @Arg('leftId', () => ID) leftId: string,
    @Arg('rightId', () => ID) rightId: string,
    @Ctx() context: ExecutionsContext,
  ): Promise<object | null> {
    const [left, right] = [await visibleExecution(context, leftId), await visibleExecution(context, rightId)];
    if (left === null || right === null) return null;
    const [leftSteps, rightSteps] = await Promise.all([stepsOf(context, left), stepsOf(context, right)]);
    const steps = stepDifferences(leftSteps, rightSteps);
    const now = context.parts.clock.now();
    const both = async (of: (record: ExecutionRecord) => StoredPayload | null) =>
      valueDifferences(await json(context, of(left)), await json(context, of(right)));
    return {
      left: toExecution(left, now),
      right: toExecution(right, now),
      input: await both(({ input }) => input),
      output: await both(({ output }) => output),
      steps: steps.map((row) => ({
        ...row,
        left: row.left === null ? null : toStep(row.left),
        right: row.right === null ? null : toStep(row.right),
      })),
      firstDivergence: steps.find(({ kind }) => kind !== 'SAME')?.key ?? null,
    };
  }
}

async function stepsOf({ parts }: ExecutionsContext, { tenantId, id }: ExecutionRecord) {
  return (await parts.reader.wholeSteps(tenantId, id)).map((step) => ({ ...step, outputHash: outputHash(step) }));
}

/** Of a large output the blob store knows the hash. */
function outputHash({ result }: StepRecord): string | null {
  return result === null ? null : (result.blob?.sha256 ?? hashInput(result.text));
}

async function json({ parts }: ExecutionsContext, payload: StoredPayload | null): Promise<JsonValue> {
  return payload === null ? null : (JSON.parse(await loadPayload(parts.blobs, payload)) as JsonValue);
}
