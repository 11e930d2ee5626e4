import type { CallLineage, Viewer } from '@aether/common/security';
import { hashInput, IdempotencyMismatchError } from '@aether/common/graph';
import { NotFoundError, ValidationError } from '@aether/common/service';
import { isRecord } from '@aether/schema';
import { actorOf } from '../access.ts';
import { checkExpressible } from '../argo/check-expressible.ts';
import { chooseExecutor } from '../argo/choose-executor.ts';
import type { ExecutionsParts } from '../context.ts';
import type { Redrive } from '../db/execution-store.ts';
import { NEW_EXECUTION } from '../db/new-execution.ts';
import { type ExecutionOrigin, type ExecutionRecord, executionSchema } from '../db/records.ts';
import { type StepPayload } from '../db/step-records.ts';
import { MAXIMUM_CHILDREN, MAXIMUM_FAMILY } from '../children/limits.ts';
import { CallDepthExceededError, CallFanOutExceededError, ExecutionEndedError, InputTooLargeError } from '../errors.ts';
import { isEnded } from '../execution.ts';
import { deletePayloads, storePayload } from '../payload.ts';
import { ownPayloads } from '../retry/own-payloads.ts';
import type { RunAgentInput } from '../types/run-agent-input.ts';
import { ringId } from '../worker/ring.ts';
import { acceptRow, type ChildFacts, type RunRequest } from './accept-row.ts';
import type { RunnableVersion, VersionCall } from './agent-versions.ts';
import { type InputProblem, InputValidator } from './input-validator.ts';
import { traceOf } from './trace.ts';

/** Input, and context, as JSON. */
const MAXIMUM_INPUT_BYTES = 256 * 1_024;
const MAXIMUM_KEY_LENGTH = 200;
const MAXIMUM_DEADLINE_MS = 30 * 24 * 60 * 60 * 1_000; // 30 days: waiting counts, and it may be for a person or a date

const inputs = new InputValidator();

/** What of an input does not fit the version; empty = it fits. */
export function inputProblems(version: RunnableVersion, input: unknown): readonly InputProblem[] {
  return inputs.check(version, input);
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

/**
 * Accepts a run: when this resolves, it is committed and ends in exactly one terminal state, whatever dies.
 * @throws PlatformError with a code for everything that is wrong with the request; then nothing was written
 */
export async function runAgent(
  parts: ExecutionsParts,
  input: RunAgentInput,
  call: VersionCall & { readonly delivery?: RunRequest['delivery'] },
  from: RunSource = { origin: null, lineage: null },
): Promise<RunAgentOutcome> {
  const inputText = checkRequest(input);
  const rootId = from.lineage === null ? null : await placeInFamily(parts, from.lineage);
  const found = await findVersion(parts, input, call);
  const settled = {
    ...found,
    ...from,
    rootId,
    inputText,
    operation: 'runAgent',
    delivery: call.delivery ?? null,
  } as const;
  return acceptRun(parts, input, settled, call);
}

/** What is settled about a run that is asked for. */
export interface SettledRun extends RunSource {
  readonly version: RunnableVersion;
  /** Of the family of the run that calls. */
  readonly rootId: string | null;
  readonly conversationId: string | null;
  /** The input as JSON, of a size that is allowed. */
  readonly inputText: string;
  readonly operation: 'runAgent' | 'runForTest' | 'retryExecution';
  /** Of a retry; `identity` is what its idempotency key stands for. */
  readonly redrive?: Redrive & { readonly identity: unknown; readonly large: readonly StepPayload[] };
  /** What came in from outside and asked for it. */
  readonly delivery: RunRequest['delivery'];
}

/** Checks the input against the version's schema and writes what accepting writes. */
export async function acceptRun(
  parts: ExecutionsParts,
  input: Omit<RunAgentInput, 'agentId' | 'slug' | 'version' | 'conversationId'>,
  { version, conversationId, inputText, operation, delivery, origin, lineage, rootId, child, redrive }: SettledRun,
  call: VersionCall,
): Promise<RunAgentOutcome> {
  const { viewer } = call;
  const executor = chooseExecutor(input.executor ?? 'AUTO', parts.clusterExecutor !== null);
  if (executor === 'ARGO') checkExpressible(version.spec, version.slug);
  const problems = inputProblems(version, input.input);
  if (problems.length > 0) return { problems };

  const executionId = parts.ids('exe');
  const folder = `${viewer.tenantId}/payloads/${executionId}`;
  const { idempotencyKey, ...rest } = input;
  // What a caller has left differs between two attempts of its step; what it asks for does not.
  const asked = child === undefined ? rest : { slug: version.slug, input: input.input };
  const storedInput = await storePayload(parts.blobs, folder, inputText, 'application/json');
  const storedContext = isAbsent(input.context)
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
    input: isRecord(input.input) ? input.input : {},
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

/**
 * Answers the root of the family.
 * @throws CallDepthExceededError, CallFanOutExceededError, ExecutionEndedError
 */
async function placeInFamily(
  { children }: Pick<ExecutionsParts, 'children'>,
  { tenantId, executionId, depth, limit }: CallLineage,
): Promise<string> {
  if (depth > limit) throw new CallDepthExceededError(depth, limit);
  const family = await children.family({ tenantId, executionId });
  if (family === null) return executionId;
  // A worker that was left behind may still call in the name of a run that is over.
  if (isEnded(family.parent.status)) throw new ExecutionEndedError(executionId, family.parent.status);
  if (family.children.length >= MAXIMUM_CHILDREN) throw new CallFanOutExceededError(MAXIMUM_CHILDREN, 'by one run');
  if (family.descendants >= MAXIMUM_FAMILY) throw new CallFanOutExceededError(MAXIMUM_FAMILY, 'in one family of runs');
  return family.rootId;
}

/** What needs no look-up. Answers the input as JSON. */
function checkRequest(input: RunAgentInput): string {
  const { agentId, slug, version } = input;
  if (isAbsent(agentId) === isAbsent(slug) && isAbsent(version?.id) && isAbsent(input.conversationId)) {
    throw new ValidationError(
      ['input', 'agentId'],
      'exactly one of agentId and slug',
      isAbsent(agentId) ? 'none' : 'both',
    );
  }
  if (!isAbsent(version) && isAbsent(version?.id) === isAbsent(version?.draftRevision)) {
    throw new ValidationError(
      ['input', 'version'],
      'exactly one of id and draftRevision',
      isAbsent(version?.id) ? 'none' : 'both',
    );
  }
  return checkRun(input);
}

/** What holds for every run, whatever its version. Answers the input as JSON. */
export function checkRun(
  input: Pick<RunAgentInput, 'input' | 'context' | 'idempotencyKey' | 'deadlineMs' | 'budget'>,
): string {
  const { idempotencyKey, deadlineMs, budget } = input;
  if (idempotencyKey === '' || idempotencyKey.length > MAXIMUM_KEY_LENGTH) {
    throw new ValidationError(
      ['input', 'idempotencyKey'],
      `1 to ${MAXIMUM_KEY_LENGTH} characters`,
      `${idempotencyKey.length}`,
    );
  }
  if (!isAbsent(deadlineMs) && !(Number(deadlineMs) >= 1 && Number(deadlineMs) <= MAXIMUM_DEADLINE_MS)) {
    throw new ValidationError(
      ['input', 'deadlineMs'],
      `1 to ${MAXIMUM_DEADLINE_MS} milliseconds from now`,
      `${deadlineMs}`,
    );
  }
  if (!isAbsent(budget) && Number(budget) < 0)
    throw new ValidationError(['input', 'budget'], 'at least 0', `${budget}`);
  const text = JSON.stringify(input.input ?? null);
  for (const [field, value] of [
    ['input', text],
    ['context', JSON.stringify(input.context ?? null)],
  ] as const) {
    const bytes = Buffer.byteLength(value);
    if (bytes > MAXIMUM_INPUT_BYTES) throw new InputTooLargeError(field, bytes, MAXIMUM_INPUT_BYTES);
  }
  return text;
}

/** The version that the request names, in the conversation that it names. */
async function findVersion(
  parts: ExecutionsParts,
  input: RunAgentInput,
  call: VersionCall,
): Promise<{ readonly version: RunnableVersion; readonly conversationId: string | null }> {
  const { viewer } = call;
  const conversationId = input.conversationId ?? null;
  const owner = { tenantId: viewer.tenantId, ownerId: actorOf(viewer) };
  const conversation = conversationId === null ? null : await parts.conversations.find(owner, conversationId);
  if (conversationId !== null && conversation === null) throw new NotFoundError('conversation', conversationId);
  const isNamed = !isAbsent(input.agentId) || !isAbsent(input.slug);
  const version = await parts.agentVersions.forRun(
    {
      id: input.version?.id ?? null,
      agentId: input.agentId ?? (isNamed ? null : (conversation?.agentId ?? null)),
      slug: input.slug ?? null,
      draftRevision: input.version?.draftRevision ?? null,
    },
    call,
  );
  const isOther = !isAbsent(input.agentId) && input.agentId !== version.agentId;
  if (isOther || (!isAbsent(input.slug) && input.slug !== version.slug)) {
    throw new ValidationError(['input', 'version', 'id'], 'a version of the named agent', `one of "${version.slug}"`);
  }
  if (conversation !== null && conversation.agentId !== version.agentId) {
    throw new ValidationError(['input', 'agentId'], 'the agent of the conversation', `"${version.slug}"`);
  }
  return { version, conversationId };
}

async function firstResult(parts: ExecutionsParts, viewer: Viewer, id: string): Promise<ExecutionRecord> {
  const execution = await parts.reader.find(viewer.tenantId, id);
  if (execution === null) throw new NotFoundError('run', id);
  return execution;
}

const isAbsent = (value: unknown): boolean => value === null || value === undefined;
