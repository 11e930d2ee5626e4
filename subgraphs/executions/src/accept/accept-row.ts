import type { CallLineage, Viewer } from '@aether/common/security';
import { isRecord, isPromptKind, PROMPT_INPUT } from '@aether/schema';
import type { CallerFacts } from '@aether/runtime';
import { workflowName } from '@aether/argo';
import { actorOf } from '../access.ts';
import type { Executor } from '../argo/choose-executor.ts';
import type { AcceptRow, Redrive, Scalar } from '../db/execution-store.ts';
import type { ExecutionOrigin, ExecutionPriority, PinnedFacts } from '../db/records.ts';
import type { StoredPayload } from '../payload.ts';
import type { RunnableVersion } from './agent-versions.ts';
import type { Trace } from './trace.ts';

/** A run that a step of another run waits for. */
export interface ChildFacts {
  readonly stepKey: string;
  /** It stands in the line where its caller stood, before everything that came after that. */
  readonly placeAtMs: number;
  /** What its caller has left; the agent's own deadline holds when it is shorter. */
  readonly deadlineMs: number;
  readonly caller: CallerFacts | null;
}

/** A request for a run, checked. */
export interface RunRequest {
  readonly executionId: string;
  readonly viewer: Viewer;
  readonly version: RunnableVersion;
  /** Hashes of pinned texts. */
  readonly specPin: string;
  readonly runAsPin: string;
  /** Null = the agent has no tools. */
  readonly toolsPin: string | null;
  readonly input: Readonly<Record<string, unknown>>;
  readonly storedInput: StoredPayload;
  readonly storedContext: StoredPayload | null;
  readonly queue: string;
  readonly executor: Executor;
  readonly priority: ExecutionPriority;
  readonly budget: number | null;
  readonly deadlineMs: number | null;
  readonly trace: Trace;
  /** How it came, when it was not a mutation; then also who called. */
  readonly origin: ExecutionOrigin | null;
  readonly lineage: CallLineage | null;
  /** Of the family of the run that calls; null = no run called. */
  readonly rootId: string | null;
  readonly child: ChildFacts | null;
  readonly conversation: { readonly id: string; readonly messageId: string } | null;
  /** What came in from outside and asked for this run; null = a person or a program asked. */
  readonly delivery: { readonly id: string; readonly triggerId: string } | null;
  /** Operation that the idempotency key belongs to. */
  readonly operation: 'runAgent' | 'runForTest' | 'retryExecution';
  /** The run that this one repeats, and the steps of it that it reuses; null = it begins from nothing. */
  readonly redrive: Redrive | null;
  readonly idempotencyKey: string;
  readonly inputHash: string;
  readonly at: Date;
}

/** Keys are kept this long; a request that is sent again later is a new one. */
const KEY_KEPT_MS = 24 * 60 * 60 * 1_000; // 24 hours
const SEARCH_LENGTH = 500;
const TITLE_LENGTH = 80;

/** The person's words in an input, for the conversation, the title and the search. */
export function wordsOf({ version, input }: Pick<RunRequest, 'version' | 'input'>): string {
  const { kind } = version.spec;
  const values = Object.values(input);
  // Of kinds without a prompt, the only value is what a person wrote.
  const prompt = isPromptKind(kind) ? input[PROMPT_INPUT[kind]] : values.length === 1 ? values[0] : undefined;
  return typeof prompt === 'string' ? prompt : JSON.stringify(input);
}

/** A test, an event from outside, another agent, a turn of a conversation, a person in the browser, or a program. */
function originOf({ operation, conversation, delivery, viewer, origin, lineage }: RunRequest): ExecutionOrigin {
  if (operation === 'runForTest') return 'TEST';
  if (delivery !== null) return 'WEBHOOK';
  if (lineage !== null) return 'AGENT';
  if (origin !== null) return origin;
  if (conversation !== null) return 'CHAT';
  return viewer.sessionId === null ? 'API' : 'MANUAL';
}

/** Whether its person started it. A run that another one calls is what that one is. */
function isInteractive({ operation, delivery, viewer, lineage }: RunRequest): boolean {
  if (operation === 'runForTest' || delivery !== null) return false;
  return lineage === null ? viewer.userId !== null : (lineage.isInteractive ?? false);
}

/** The smallest of the limits that are set. */
function budgetOf({ budget, version, lineage }: RunRequest): number | null {
  const limits = [budget, lineage?.budget, version.spec.limits.budget, version.spec.model.costCeiling].filter(
    (limit) => typeof limit === 'number',
  );
  return limits.length === 0 ? null : Math.min(...limits);
}

function pinnedFacts(request: RunRequest, deadlineAtMs: number): PinnedFacts {
  const { version } = request;
  return {
    agentSlug: version.slug,
    draftRevision: version.draftRevision,
    versionHash: version.hash,
    specPin: request.specPin,
    runAsPin: request.runAsPin,
    ownsAgent: version.ownsAgent,
    toolsPin: request.toolsPin,
    notebooks: version.notebooks,
    models: version.models,
    input: request.storedInput,
    context: request.storedContext,
    ...request.trace,
    deadlineAtMs,
    budget: budgetOf(request),
    isInteractive: isInteractive(request),
    caller: request.child?.caller ?? null,
  };
}

/** On a cluster it is held back until its node is handed out, at the latest until its deadline. */
function placeOf(
  { executor, executionId, child }: RunRequest,
  createdAtMs: number,
  deadlineAtMs: number,
): Readonly<Record<string, Scalar>> {
  return executor === 'ARGO'
    ? { executor, workflow: workflowName(executionId), workflowState: 'SUBMIT', notBeforeMs: deadlineAtMs }
    : { executor, notBeforeMs: child?.placeAtMs ?? createdAtMs };
}

function placeInFamily({ lineage, rootId, child }: RunRequest): Readonly<Record<string, Scalar>> {
  if (lineage === null) return {};
  const { executionId: parentId, depth, limit: depthLimit } = lineage;
  const place = { parentId, dueParentId: parentId, rootId: rootId ?? parentId, depth, depthLimit };
  return child === null ? place : { ...place, parentStepKey: child.stepKey };
}

/** Everything that accepting writes, in one row. */
export function acceptRow(request: RunRequest): AcceptRow {
  const { executionId, viewer, version, conversation, at } = request;
  const { tenantId } = viewer;
  const createdAt = at.toISOString();
  const createdAtMs = at.getTime();
  const deadlineMs = request.deadlineMs ?? version.spec.limits.deadlineMs;
  const deadlineAtMs = createdAtMs + Math.min(deadlineMs, request.child?.deadlineMs ?? deadlineMs);
  const actor = actorOf(viewer);
  const words = wordsOf(request);
  return {
    tenantId,
    executionId,
    actor,
    operation: request.operation,
    key: request.idempotencyKey,
    inputHash: request.inputHash,
    nowMs: createdAtMs,
    expiresAtMs: createdAtMs + KEY_KEPT_MS,
    createdAt,
    execution: {
      agentId: version.agentId,
      ...(version.versionId === null ? {} : { versionId: version.versionId }),
      pinned: JSON.stringify(pinnedFacts(request, deadlineAtMs)),
      ...placeOf(request, createdAtMs, deadlineAtMs),
      origin: originOf(request),
      priority: request.priority,
      queue: request.queue,
      startedById: actor,
      ...placeInFamily(request),
      ...(conversation === null ? {} : { conversationId: conversation.id }),
      ...(request.delivery === null ? {} : { triggerId: request.delivery.triggerId, deliveryId: request.delivery.id }),
      ...(request.redrive === null ? {} : { redriveOfId: request.redrive.executionId }),
      overdueAtMs: deadlineAtMs,
      search: `${version.slug} ${words}`.slice(0, SEARCH_LENGTH).toLowerCase(),
    },
    redrive: request.redrive,
    turn:
      conversation === null || !isRecord(request.input)
        ? null
        : {
            conversationId: conversation.id,
            messageId: conversation.messageId,
            text: words,
            title: words.slice(0, TITLE_LENGTH),
          },
  };
}
