import type { StepRecord } from '../db/step-records.ts';
import { previewOf, type StoredPayload } from '../payload.ts';
import { isDone } from '../step.ts';
import type { ExecutionStep } from './execution-step.ts';
import type { PayloadPreview } from './payload-preview.ts';
import { reference } from './references.ts';

function toPreview(payload: StoredPayload | null): PayloadPreview | null {
  if (payload === null) return null;
  const text = previewOf(payload.text);
  return {
    text,
    bytes: payload.bytes,
    mimeType: payload.mimeType,
    truncated: Buffer.byteLength(text) < payload.bytes,
    url: null,
  };
}

export function toStep(record: StepRecord): ExecutionStep {
  const { attempts, details, input, prompt, result, modelId, toolId, status, ...rest } = record;
  const { attempt: number, startedAt, durationMs, cost, unpriced, error } = record;
  const all = [...(attempts ?? []), { number, startedAt, durationMs, cost, unpriced, modelId, error }];
  return {
    ...rest,
    status,
    model: reference(modelId),
    tool: reference(toolId),
    attempts: all.map(({ modelId: model, ...facts }) => ({ ...facts, model: reference(model) })),
    success: status === 'STARTED' || status === 'WAITING' ? null : isDone(status),
    details: details ?? {},
    input: toPreview(input),
    output: toPreview(result),
    prompt: toPreview(prompt),
  };
}
