import { createHash } from 'node:crypto';
import type { BlobStore } from '@aether/common/blobs';
import type { PinnedRun, StepDefinition, StepResult } from '@aether/runtime';
import type { JsonObject } from '@aether/schema';
import type { StepChange } from '../db/execution-store.ts';
import type { FailureRecord } from '../db/records.ts';
import type { StepAttemptRecord, StepRecord } from '../db/step-records.ts';
import { previewPayload, type StoredPayload, storePayload } from '../payload.ts';

/** A step while it runs. */
export interface RunningStep {
  readonly id: string;
  readonly definition: StepDefinition;
  readonly inputHash: string;
  readonly idempotencyKey: string;
  readonly attempt: number;
  readonly position: number;
  readonly startedAt: Date;
  /** Monotonic. */
  readonly startedMs: number;
  readonly spanId: string;
  readonly modelId: string | null;
}

/** A step without an end, as its end needs it: one that runs, or one of the record that waits. */
export type OpenStep = Pick<RunningStep, 'id' | 'attempt' | 'startedAt'> & { readonly key: string };

/** What is written and what is told. */
export interface StepWrite {
  readonly change: StepChange;
  readonly data: JsonObject;
}

const NO_USAGE = {
  cost: null,
  unpriced: false,
  promptTokens: null,
  completionTokens: null,
  cachedTokens: null,
} as const;

export function startedStep(step: RunningStep, known: StepRecord | undefined): StepWrite {
  const { definition, id, attempt } = step;
  const { key, type, name } = definition;
  const attempts = known === undefined ? null : JSON.stringify([...(known.attempts ?? []), earlierAttempt(known)]);
  return {
    change: {
      key,
      properties: {
        id,
        nodeId: definition.nodeId ?? null,
        type,
        name,
        status: 'STARTED',
        attempt,
        attempts,
        inputHash: step.inputHash,
        position: step.position,
        startedAt: step.startedAt.toISOString(),
        startedAtMs: step.startedAt.getTime(),
        durationMs: null,
        error: null,
        input: JSON.stringify(previewPayload(JSON.stringify(definition.input) ?? 'null', 'application/json')),
        prompt:
          definition.prompt === undefined ? null : JSON.stringify(previewPayload(definition.prompt, 'text/plain')),
        promptPrefix: definition.prompt === undefined ? null : prefixHash(definition.prompt),
        modelId: step.modelId,
        modelSlug: definition.model ?? null,
        spanId: step.spanId,
        ...(definition.call === undefined
          ? {}
          : {
              effect: definition.call.effect,
              toolId: definition.call.toolId,
              toolSlug: definition.call.tool,
              idempotencyKey: step.idempotencyKey,
            }),
      },
    },
    data: {
      stepId: id,
      key,
      parentId: null,
      nodeId: definition.nodeId ?? null,
      type,
      name,
      attempt,
      modelId: step.modelId,
      toolId: definition.call?.toolId ?? null,
    },
  };
}

/** Large outputs are in the blob store when this resolves. */
export async function endedStep(
  step: RunningStep,
  result: StepResult<unknown>,
  end: {
    readonly durationMs: number;
    readonly blobs: BlobStore;
    readonly run: Pick<PinnedRun, 'tenantId' | 'executionId'>;
  },
): Promise<StepWrite> {
  const folder = `${end.run.tenantId}/payloads/${end.run.executionId}`;
  const output = await storePayload(end.blobs, folder, JSON.stringify(result.output) ?? 'null', 'application/json');
  // Who has paid is the ledger's to know.
  const { modelId, ownKey: _ownKey, ...usage } = result.usage ?? { ...NO_USAGE, modelId: null, ownKey: false };
  const failure = result.failure === undefined ? null : { ...result.failure, stepId: step.id };
  const status = failure !== null ? 'FAILED' : result.isSkipped === true ? 'SKIPPED' : 'SUCCEEDED';
  return {
    change: {
      key: step.definition.key,
      properties: {
        status,
        durationMs: end.durationMs,
        details: JSON.stringify(result.details),
        result: JSON.stringify(output),
        ...usage,
        ...(failure === null ? {} : { error: JSON.stringify(failure) }),
        modelId: modelId ?? step.modelId,
      },
    },
    data: { ...endData(step, status, end.durationMs), ...usage, error: failure },
  };
}

/** A wait that has its answer. */
export function answeredStep(
  step: Pick<OpenStep, 'id' | 'attempt' | 'key'>,
  result: StoredPayload | null,
  durationMs: number,
): StepWrite {
  return {
    change: {
      key: step.key,
      properties: { status: 'SUCCEEDED', durationMs, result: result === null ? null : JSON.stringify(result) },
    },
    data: { ...endData(step, 'SUCCEEDED', durationMs), ...NO_USAGE, error: null },
  };
}

export function failedStep(
  step: Pick<OpenStep, 'id' | 'attempt' | 'key'>,
  failure: FailureRecord,
  durationMs: number,
): StepWrite {
  return {
    change: { key: step.key, properties: { status: 'FAILED', durationMs, error: JSON.stringify(failure) } },
    data: { ...endData(step, 'FAILED', durationMs), ...NO_USAGE, error: { ...failure } },
  };
}

export function cancelledStep(step: OpenStep, durationMs: number): StepWrite {
  return {
    change: { key: step.key, properties: { status: 'CANCELLED', durationMs } },
    data: { ...endData(step, 'CANCELLED', durationMs), ...NO_USAGE, error: null },
  };
}

function endData(step: Pick<RunningStep, 'id' | 'attempt'>, stepStatus: string, durationMs: number): JsonObject {
  return { stepId: step.id, attempt: step.attempt, stepStatus, durationMs };
}

/** Vendors cache prompts from about 1,024 tokens on: two that begin alike up to here could share what was read. */
const PREFIX_LENGTH = 4_000;

/** Null for a prompt that is too short to be cached. */
function prefixHash(prompt: string): string | null {
  if (prompt.length < PREFIX_LENGTH) return null;
  return createHash('sha256').update(prompt.slice(0, PREFIX_LENGTH)).digest('base64url').slice(0, 16);
}

function earlierAttempt(step: StepRecord): StepAttemptRecord {
  const { attempt: number, startedAt, durationMs, cost, unpriced, modelId, error } = step;
  return { number, startedAt, durationMs, cost, unpriced, modelId, error };
}
