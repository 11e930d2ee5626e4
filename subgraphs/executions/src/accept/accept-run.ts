import type { CallLineage, Viewer } from '@aether/common/security';
import { hashInput, IdempotencyMismatchError } from '@aether/common/graph';
import { NotFoundError } from '@aether/common/service';
import { checkExpressible } from '../argo/check-expressible.ts';
import { chooseExecutor } from '../argo/choose-executor.ts';
import type { ExecutionsParts } from '../context.ts';
import type { Redrive } from '../db/execution-store.ts';
import { NEW_EXECUTION } from '../db/new-execution.ts';
import { type ExecutionOrigin, type ExecutionRecord, executionSchema } from '../db/records.ts';
import type { StepPayload } from '../db/step-records.ts';
import { deletePayloads, storePayload } from '../payload.ts';
import { ownPayloads } from '../retry/own-payloads.ts';
import type { RunAgentInput } from '../types/run-agent-input.ts';
import { ringId } from '../worker/ring.ts';
import { acceptRow, type ChildFacts, type RunRequest } from './accept-row.ts';
import type { RunnableVersion, VersionCall } from './agent-versions.ts';
import { type InputProblem, InputValidator } from './input-validator.ts';
import { requireInputSize } from './require-input-size.ts';
import { traceOf } from './trace.ts';

const inputs = new InputValidator();

/** What of an input does not fit the version; empty = it fits. */
export function inputProblems(version: RunnableVersion, input: unknown): readonly InputProblem[] {
  return inputs.check(version, input).problems;
}

/** How a run came when it was not by the mutation. */
export interface RunSource {
  readonly origin: ExecutionOrigin | null;
  /** Of the run that calls. */
  readonly lineage: CallLineage | null;
  /** When a step of that run waits for it. */
  readonly child?: ChildFacts;
}

export type RunAgentOutcome = { readonly execution: ExecutionRecord } | { readonly problems: readonly InputProblem[] };

/** What is settled about a run that is asked for. */
export interface SettledRun extends RunSource {
  readonly version: RunnableVersion;
  /** Of the family of the run that calls. */
  readonly rootId: string | null;
  readonly conversationId: string | null;
  readonly operation: 'runAgent' | 'runForTest' | 'retryExecution';
  /** Of a retry; `identity` is what its idempotency key stands for. */
  readonly redrive?: Redrive & { readonly identity: unknown; readonly large: readonly StepPayload[] };
  /** What came in from outside and asked for it. */
  readonly delivery: RunRequest['delivery'];
}

/**
 * Checks the input against the version's schema, adds its defaults and writes what accepting writes.
 * @throws InputTooLargeError when the defaults make it too large
 */
export async function acceptRun(
  parts: ExecutionsParts,
  input: Omit<RunAgentInput, 'agentId' | 'slug' | 'version' | 'conversationId'>,
  { version, conversationId, operation, delivery, origin, lineage, rootId, child, redrive }: SettledRun,
  call: VersionCall,
): Promise<RunAgentOutcome> {
  const { viewer } = call;
  const executor = chooseExecutor(input.executor ?? 'AUTO', parts.clusterExecutor !== null);
  if (executor === 'ARGO') checkExpressible(version.spec, version.slug);
  const checked = inputs.check(version, input.input);
  if (checked.problems.length > 0) return { problems: checked.problems };
  const inputText = JSON.stringify(checked.input);
  requireInputSize('input', inputText);

  const executionId = parts.ids('exe');
  const folder = `${viewer.tenantId}/payloads/${executionId}`;
  const { idempotencyKey, ...rest } = input;
  // What a caller has left differs between two attempts of its step; what it asks for does not.
  const asked = child === undefined ? rest : { slug: version.slug, input: input.input };
  const storedInput = await storePayload(parts.blobs, folder, inputText, 'application/json');
  const storedContext =
    input.context == null
      ? null
      : await storePayload(parts.blobs, folder, JSON.stringify(input.context), 'application/json');
  const reused = redrive === undefined ? null : await ownPayloads(parts.blobs, folder, redrive, redrive.large);
  const row = acceptRow({
    executionId,
    viewer,
    version,
    specPin: await parts.pins.keep(viewer.tenantId, version.specText),
    // The run outlives the session that began it; its rights are those of its person at this moment.
    runAsPin: await parts.pins.keep(viewer.tenantId, JSON.stringify({ ...viewer, sessionId: null, expiresAt: null })),
    toolsPin: version.tools.length === 0 ? null : await parts.pins.keep(viewer.tenantId, JSON.stringify(version.tools)),
    input: checked.input,
    storedInput,
    storedContext,
    queue: parts.config.queues[0] ?? 'default',
    executor,
    priority: input.priority ?? 'NORMAL',
    budget: input.budget ?? null,
    deadlineMs: input.deadlineMs ?? null,
    trace: traceOf(input.traceparent ?? call.traceparent, parts.random),
    origin,
    lineage,
    rootId,
    child: child ?? null,
    conversation: conversationId === null ? null : { id: conversationId, messageId: parts.ids('msg') },
    delivery,
    operation,
    idempotencyKey,
    inputHash: hashInput(redrive?.identity ?? asked),
    redrive: reused?.redrive ?? null,
    at: parts.clock.now(),
  });
  const { resultId, inputHash } = await parts.writer.accept(row);
  // Nothing names the bytes that were stored for a run that is not made.
  if (resultId !== executionId)
    await deletePayloads(parts.blobs, [storedInput, storedContext, ...(reused?.copies ?? [])]);
  if (inputHash !== row.inputHash) throw new IdempotencyMismatchError(operation, idempotencyKey);
  if (resultId !== executionId) return { execution: await firstResult(parts, viewer, resultId) };

  const execution = executionSchema.parse({
    ...NEW_EXECUTION,
    tenantId: row.tenantId,
    id: executionId,
    createdAt: row.createdAt,
    ...row.execution,
  });
  if (executor === 'ARGO') parts.clusterExecutor?.look();
  else void parts.doorbell.ring(execution.queue, ringId({ ...execution, executionId, isCalled: child !== undefined }));
  return { execution };
}

async function firstResult(parts: ExecutionsParts, viewer: Viewer, id: string): Promise<ExecutionRecord> {
  const execution = await parts.reader.find(viewer.tenantId, id);
  if (execution === null) throw new NotFoundError('run', id);
  return execution;
}
