import type { Viewer } from '@aether/common/security';
import { hashInput } from '@aether/common/graph';
import { ValidationError } from '@aether/common/service';
import { type AuditFacts, isRecord } from '@aether/schema';
import { actorOf } from '../access.ts';
import type { ExecutionsParts } from '../context.ts';
import type { ExecutionRecord } from '../db/records.ts';
import type { StepRecord } from '../db/step-records.ts';
import type { AwaitingRun } from '../db/wait-store.ts';
import { ExecutionEndedError, InputTooLargeError } from '../errors.ts';
import { isEnded } from '../execution.ts';
import { answeredStep } from '../journal/step-changes.ts';
import { storePayload } from '../payload.ts';
import { SignalDeliveredError, SignalNotAwaitedError } from './errors.ts';
import { settlementOf, tellSettled } from './settle-wait.ts';

const MAXIMUM_PAYLOAD_BYTES = 256 * 1_024;
const MAXIMUM_LENGTH = 200;

export interface SignalCall {
  readonly viewer: Viewer;
  readonly name: string;
  /** An object; null = nothing but the fact that it came. */
  readonly payload: unknown;
  readonly idempotencyKey: string;
  readonly requestId: string;
}

/**
 * Delivers a message to the oldest step of a run that waits for it; a run that waits goes on at once.
 * @returns the run as it is now; for a key that was used before, without writing anything
 * @throws SignalNotAwaitedError, SignalDeliveredError, ExecutionEndedError when there is nobody to take it: the key stays free
 * @throws ValidationError, InputTooLargeError, IdempotencyMismatchError
 */
export async function signalExecution(
  parts: Pick<ExecutionsParts, 'waits' | 'reader' | 'live' | 'doorbell' | 'blobs' | 'clock'>,
  { tenantId, id: executionId }: ExecutionRecord,
  call: SignalCall,
): Promise<ExecutionRecord | null> {
  const text = checkCall(call);
  const { name, viewer, idempotencyKey, requestId } = call;
  const now = parts.clock.now();
  const actor = actorOf(viewer);
  const result = await storePayload(parts.blobs, `${tenantId}/payloads/${executionId}`, text, 'application/json');
  const audit: AuditFacts = {
    action: 'execution.signal',
    objectType: 'Execution',
    after: { signal: name },
    ipAddress: null,
  };
  const write = {
    actor,
    operation: 'signalExecution',
    key: idempotencyKey,
    inputHash: hashInput({ executionId, name, text }),
    nowMs: now.getTime(),
  };
  const delivered = await parts.waits.deliver({ tenantId, executionId }, write, (run) => {
    const step = awaitingStep(run, name);
    const end = answeredStep(step, result, Math.max(0, now.getTime() - step.startedAtMs));
    return {
      settlement: settlementOf(step, end, { tenantId, now, reason: `The signal "${name}" has arrived.` }),
      told: {
        type: 'aether.execution.signalled',
        subject: executionId,
        actorId: actor,
        requestId,
        data: { executionId, stepId: step.id, signal: name, audit },
      },
    };
  });
  if (delivered !== null) await tellSettled(parts, delivered.settlement, delivered.answer);
  return delivered?.answer.execution ?? parts.reader.find(tenantId, executionId);
}

/** Under the lock of the run. */
function awaitingStep({ execution, steps }: AwaitingRun, name: string): StepRecord {
  const named = steps.filter(({ signal }) => signal === name);
  const step = named.find(({ status, isOurs }) => isOurs || status === 'WAITING');
  if (step !== undefined && (step.isOurs || !isEnded(execution.status))) return step;
  if (isEnded(execution.status)) throw new ExecutionEndedError(execution.id, execution.status);
  if (named.some(({ status }) => status !== 'FAILED')) throw new SignalDeliveredError(execution.id, name);
  const awaited = steps.flatMap(({ signal, status }) => (status === 'WAITING' && signal !== null ? [signal] : []));
  throw new SignalNotAwaitedError(execution.id, name, awaited);
}

/** The payload as JSON. */
function checkCall({ name, payload, idempotencyKey }: SignalCall): string {
  for (const [field, value] of Object.entries({ name, idempotencyKey }))
    if (value === '' || value.length > MAXIMUM_LENGTH)
      throw new ValidationError(['input', field], `1 to ${MAXIMUM_LENGTH} characters`, `${value.length}`);
  if (payload !== null && !isRecord(payload))
    throw new ValidationError(['input', 'payload'], 'a JSON object, or nothing', typeof payload);
  const text = JSON.stringify(payload ?? {});
  const bytes = Buffer.byteLength(text);
  if (bytes > MAXIMUM_PAYLOAD_BYTES) throw new InputTooLargeError('payload', bytes, MAXIMUM_PAYLOAD_BYTES);
  return text;
}
