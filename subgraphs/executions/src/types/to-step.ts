import type { StepRecord } from '../db/records.ts';
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
  const { id, key, parentId, nodeId, type, name, status, attempt, startedAt, durationMs, spanId, error, modelId } =
    record;
  const { cost, unpriced, promptTokens, completionTokens, cachedTokens } = record;
  const present = { number: attempt, startedAt, durationMs, cost, unpriced, modelId, error };
  return {
    ...{ id, key, parentId, nodeId, type, name, status, attempt, startedAt, durationMs, spanId, error },
    ...{ cost, unpriced, promptTokens, completionTokens, cachedTokens },
    model: reference(modelId),
    attempts: [...(record.attempts ?? []), present].map(({ modelId: model, ...rest }) => ({
      ...rest,
      model: reference(model),
    })),
    success: status === 'STARTED' || status === 'WAITING' ? null : isDone(status),
    details: record.details ?? {},
    input: toPreview(record.input),
    output: toPreview(record.result),
    prompt: toPreview(record.prompt),
  };
}
