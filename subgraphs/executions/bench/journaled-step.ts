import type { ServiceParts } from '@aether/common/service';
import type { AcceptRow, JournalRow } from '../src/db/execution-store.ts';
import { hashStepInput, idempotencyKeyOf } from '../src/step.ts';
import { endedStep, type RunningStep, startedStep } from '../src/journal/step-changes.ts';

/** A model step as a worker journals it: begun, ended, told twice. */
export async function journaledStep(
  { blobs, clock, ids, random }: Pick<ServiceParts, 'blobs' | 'clock' | 'ids' | 'random'>,
  { tenantId, executionId }: AcceptRow,
  index: number,
): Promise<Pick<JournalRow, 'steps' | 'events'>> {
  const key = `model/${index}`;
  const input = { turn: index };
  const inputHash = hashStepInput(input);
  const now = clock.now();
  const at = now.toISOString();
  const step: RunningStep = {
    id: ids('stp'),
    definition: { key, type: 'LLM_INVOCATION', name: 'Ask the model', input, model: 'openai/gpt' },
    inputHash,
    idempotencyKey: idempotencyKeyOf(executionId, key, inputHash),
    attempt: 1,
    position: index + 1,
    startedAt: now,
    startedMs: clock.monotonicMs(),
    spanId: Buffer.from(random(8)).toString('hex'),
    modelId: 'mdl_01JD0000000000000000000000',
  };
  const usage = {
    promptTokens: 1_200,
    completionTokens: 80,
    cachedTokens: 0,
    cost: 1_234_567,
    unpriced: false,
    modelId: step.modelId,
  };
  const begun = startedStep(step, undefined);
  const result = { output: 'An answer.', details: { model: 'openai/gpt', finish: 'stop' }, usage };
  const ended = await endedStep(step, result, { durationMs: 12.5, blobs, run: { tenantId, executionId } });
  return {
    steps: [begun.change, ended.change],
    events: [
      { name: 'step-start', at, data: begun.data },
      { name: 'step-end', at, data: ended.data },
    ],
  };
}
