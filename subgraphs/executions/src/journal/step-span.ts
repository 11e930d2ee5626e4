import { extractTraceparent, recordedSpanId, withSpan } from '@aether/common/telemetry';
import type { PinnedRun, StepDefinition } from '@aether/runtime';

/** Names of the GenAI conventions, beside ours. */
function attributesOf({ executionId }: PinnedRun, { key, type, model, call }: StepDefinition) {
  return {
    'aether.execution.id': executionId,
    'aether.step.key': key,
    'aether.step.type': type,
    ...(model === undefined ? {} : { 'gen_ai.request.model': model }),
    ...(call === undefined ? {} : { 'gen_ai.tool.name': call.tool }),
  };
}

/**
 * Runs a step as a span of the run's trace. The record keeps the id of that span; without a collector it is a random one, so that the
 * record looks the same.
 */
export function inStepSpan<Output>(
  run: PinnedRun,
  definition: StepDefinition,
  random: (bytes: number) => Uint8Array,
  work: (spanId: string) => Promise<Output>,
): Promise<Output> {
  return withSpan(
    `step ${definition.type.toLowerCase()}`,
    attributesOf(run, definition),
    (span) => work(recordedSpanId(span) ?? Buffer.from(random(8)).toString('hex')),
    { parent: extractTraceparent(run.traceparent) },
  );
}
