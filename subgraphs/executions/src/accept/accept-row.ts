import type { Viewer } from '@aether/common/security';
import { isRecord, isRunnableKind, PROMPT_INPUT } from '@aether/schema';
import { workflowName } from '@aether/argo';
import { actorOf } from '../access.ts';
import type { Executor } from '../argo/choose-executor.ts';
import type { AcceptRow, Scalar } from '../db/execution-store.ts';
import type { ExecutionOrigin, ExecutionPriority } from '../db/records.ts';
import type { StoredPayload } from '../payload.ts';
import type { RunnableVersion } from './agent-versions.ts';
import type { Trace } from './trace.ts';

/** A request for a run, checked. */
export interface RunRequest {
  readonly executionId: string;
  readonly viewer: Viewer;
  readonly version: RunnableVersion;
  /** Hashes of pinned texts. */
  readonly specPin: string;
  readonly runAsPin: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly storedInput: StoredPayload;
  readonly storedContext: StoredPayload | null;
  readonly queue: string;
  readonly executor: Executor;
  readonly priority: ExecutionPriority;
  readonly budget: number | null;
  readonly deadlineMs: number | null;
  readonly trace: Trace;
  readonly conversation: { readonly id: string; readonly messageId: string } | null;
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
  const prompt = isRunnableKind(kind) ? input[PROMPT_INPUT[kind]] : undefined;
  return typeof prompt === 'string' ? prompt : JSON.stringify(input);
}

/** A person in the browser, a program, or a turn of a conversation. */
function originOf({ conversation, viewer }: RunRequest): ExecutionOrigin {
  if (conversation !== null) return 'CHAT';
  return viewer.sessionId === null ? 'API' : 'MANUAL';
}

/** The smallest of the limits that are set. */
function budgetOf({ budget, version }: RunRequest): number | null {
  const limits = [budget, version.spec.limits.budget, version.spec.model.costCeiling].filter(
    (limit) => typeof limit === 'number',
  );
  return limits.length === 0 ? null : Math.min(...limits);
}

/** On a cluster it is held back until its node is handed out, at the latest until its deadline. */
function placeOf(
  { executor, executionId }: RunRequest,
  createdAtMs: number,
  deadlineAtMs: number,
): Readonly<Record<string, Scalar>> {
  return executor === 'ARGO'
    ? { executor, workflow: workflowName(executionId), workflowState: 'SUBMIT', notBeforeMs: deadlineAtMs }
    : { executor, notBeforeMs: createdAtMs };
}

/** Everything that accepting writes, in one row. */
export function acceptRow(request: RunRequest): AcceptRow {
  const { executionId, viewer, version, trace, conversation, at } = request;
  const { tenantId } = viewer;
  const createdAt = at.toISOString();
  const createdAtMs = at.getTime();
  const deadlineAtMs = createdAtMs + (request.deadlineMs ?? version.spec.limits.deadlineMs);
  const actor = actorOf(viewer);
  const words = wordsOf(request);
  return {
    tenantId,
    executionId,
    actor,
    operation: 'runAgent',
    key: request.idempotencyKey,
    inputHash: request.inputHash,
    expiresAtMs: createdAtMs + KEY_KEPT_MS,
    event: { name: 'execution-queued', at: createdAt, data: { status: 'QUEUED', reason: null } },
    execution: {
      tenantId,
      id: executionId,
      agentId: version.agentId,
      agentSlug: version.slug,
      versionId: version.versionId,
      draftRevision: version.draftRevision,
      versionHash: version.hash,
      specPin: request.specPin,
      runAsPin: request.runAsPin,
      notebooks: JSON.stringify(version.notebooks),
      models: JSON.stringify(version.models),
      status: 'QUEUED',
      ...placeOf(request, createdAtMs, deadlineAtMs),
      origin: originOf(request),
      priority: request.priority,
      queue: request.queue,
      startedById: actor,
      conversationId: conversation?.id ?? null,
      input: JSON.stringify(request.storedInput),
      context: request.storedContext === null ? null : JSON.stringify(request.storedContext),
      ...trace,
      createdAt,
      deadlineAtMs,
      overdueAtMs: deadlineAtMs,
      budget: budgetOf(request),
      spent: 0,
      unpriced: false,
      totalTokens: 0,
      fence: 0,
      crashes: 0,
      attempt: 1,
      lastSeq: 1,
      search: `${version.slug} ${words}`.slice(0, SEARCH_LENGTH).toLowerCase(),
    },
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
