import type { Viewer } from '@aether/common/security';
import { ForbiddenError, NotFoundError, ValidationError } from '@aether/common/service';
import { agentSpecSchema, type IdSource } from '@aether/schema';
import { AgentAccessDocument } from '@aether/schema/internal/agents';
import type { RunnableVersion, VersionCall } from '../accept/agent-versions.ts';
import type { InputProblem } from '../accept/input-validator.ts';
import { acceptRun, type RunAgentOutcome } from '../accept/accept-run.ts';
import { checkRun } from '../accept/check-run.ts';
import type { ExecutionsParts } from '../context.ts';
import type { Redrive } from '../db/execution-store.ts';
import type { ExecutionRecord } from '../db/records.ts';
import type { StepRecord } from '../db/step-records.ts';
import { ExecutionNotEndedError } from '../errors.ts';
import { isEnded } from '../execution.ts';
import { loadPayload } from '../payload.ts';
import { parsePinnedTools } from '../tools/pinned-tools.ts';
import { hasContent } from '../retention/content.ts';
import { PayloadExpiredError } from './errors.ts';
import { planRetry, plannedSteps, type RetryPlanFacts } from './retry-plan.ts';

/** Turns of a conversation that a retry brings along. */
const EARLIER_TURNS = 100;

export interface RetryQuestion {
  /** Null = from the start. */
  readonly fromStep: string | null;
  /** Instead of the input of the run; null = the same. */
  readonly inputOverride: unknown;
  /** Another version of the agent; null = the one that ran. */
  readonly versionId: string | null;
}

export interface PlannedRetry {
  readonly plan: RetryPlanFacts<StepRecord & { readonly isAnswered: boolean }>;
  readonly version: RunnableVersion;
  readonly input: unknown;
}

/**
 * What a retry would do; changes nothing.
 * @throws ExecutionNotEndedError while the run goes on
 * @throws PayloadExpiredError when only its summary is kept
 * @throws StepNeverRanError, ValidationError, and what asking for the version throws
 */
export async function planOf(
  parts: ExecutionsParts,
  execution: ExecutionRecord,
  { fromStep, inputOverride, versionId }: RetryQuestion,
  call: VersionCall,
): Promise<PlannedRetry> {
  const { tenantId, id, status } = execution;
  if (!isEnded(status)) throw new ExecutionNotEndedError(id, status, 'Wait for its end, or cancel it; then retry it.');
  if (!hasContent(execution.content, 'payloads')) throw new PayloadExpiredError(id);
  const [steps, answered] = await Promise.all([
    parts.reader.outline(tenantId, id),
    parts.reader.answeredSteps(tenantId, id),
  ]);
  const plan = planRetry(id, plannedSteps(steps, new Set(answered)), fromStep);
  const version = await versionOf(parts, execution, versionId, call);
  const input: unknown = inputOverride ?? JSON.parse(await loadPayload(parts.blobs, execution.input));
  return { plan, version, input };
}

/**
 * Accepts a new run that repeats one which has ended; what its plan reuses is in its journal from the first instant.
 * @throws PlatformError with a code for everything that is wrong with the request; then nothing was written
 */
export async function retryExecution(
  parts: ExecutionsParts,
  execution: ExecutionRecord,
  question: RetryQuestion & { readonly budget: number | null; readonly idempotencyKey: string },
  call: VersionCall,
): Promise<RunAgentOutcome> {
  const { budget, idempotencyKey, fromStep, inputOverride, versionId } = question;
  const { plan, version, input } = await planOf(parts, execution, question, call);
  const request = {
    input,
    context: await contextOf(parts, execution),
    priority: execution.priority,
    budget: budget ?? execution.budget,
    deadlineMs: execution.deadlineMs,
    executor: execution.executor,
    idempotencyKey,
  };
  checkRun(request);
  const outcome = await acceptRun(
    parts,
    request,
    {
      version,
      conversationId: null,
      operation: 'retryExecution',
      delivery: null,
      origin: null,
      lineage: null,
      rootId: null,
      redrive: {
        executionId: execution.id,
        steps: reusedSteps(plan.reused, parts.ids),
        large: plan.reused.length === 0 ? [] : await parts.reader.largePayloads(execution.tenantId, execution.id),
        identity: { executionId: execution.id, fromStep, inputOverride: inputOverride ?? null, versionId, budget },
      },
    },
    call,
  );
  return 'execution' in outcome ? outcome : { problems: outcome.problems.map(ofOverride) };
}

function reusedSteps(steps: readonly StepRecord[], ids: IdSource): Redrive['steps'] {
  const idOf = new Map(steps.map((step) => [step.id, ids('stp')]));
  return steps.map(({ id, key, parentId }) => ({
    key,
    id: idOf.get(id) ?? ids('stp'),
    parentId: idOf.get(parentId ?? '') ?? null,
  }));
}

/** The version that the run had, unless another of the same agent is named. The right to run it is asked anew. */
async function versionOf(
  parts: ExecutionsParts,
  execution: ExecutionRecord,
  named: string | null,
  call: VersionCall,
): Promise<RunnableVersion> {
  const id = named ?? execution.versionId;
  if (id === null) return draftOf(parts, execution, call);
  const version = await parts.agentVersions.forRun({ id, agentId: null, slug: null, draftRevision: null }, call);
  if (version.agentId !== execution.agentId)
    throw new ValidationError(
      ['input', 'versionId'],
      `a version of "${execution.agentSlug}"`,
      `one of "${version.slug}"`,
    );
  return version;
}

/** A draft as the run had it; it may have changed since. */
async function draftOf(
  parts: ExecutionsParts,
  execution: ExecutionRecord,
  { viewer, requestId, traceparent }: VersionCall,
): Promise<RunnableVersion> {
  const ownerId = await checkAccess(parts, execution.agentId, { viewer, requestId, traceparent });
  const { tenantId, specPin, toolsPin } = execution;
  const [specText, toolsText] = await Promise.all([
    parts.pins.find(tenantId, specPin),
    toolsPin === null ? '[]' : parts.pins.find(tenantId, toolsPin),
  ]);
  return {
    agentId: execution.agentId,
    slug: execution.agentSlug,
    ownsAgent: ownerId !== null && ownerId === viewer.userId,
    versionId: null,
    draftRevision: execution.draftRevision,
    spec: agentSpecSchema.parse(JSON.parse(specText)),
    specText,
    hash: execution.versionHash,
    notebooks: execution.notebooks,
    models: execution.models,
    modelStates: {},
    tools: parsePinnedTools(toolsText),
  };
}

/** @returns who owns the agent */
async function checkAccess(
  parts: Pick<ExecutionsParts, 'operations'>,
  agentId: string,
  { viewer, requestId, traceparent }: { viewer: Viewer; requestId: string; traceparent: string | null },
): Promise<string | null> {
  const options = { onBehalfOf: viewer, requestId, traceparent };
  const { agent } = await parts.operations.call(AgentAccessDocument, { id: agentId }, options);
  if (agent === null || agent === undefined) throw new NotFoundError('agent', agentId);
  const verdict = agent.viewerActions.find((action) => action.name === 'runAgent');
  if (verdict?.allowed !== true)
    throw new ForbiddenError('agent:run', verdict?.reason == null ? {} : { reason: verdict.reason });
  return agent.owner?.id ?? null;
}

/** Facts beside the input. A turn of a conversation is repeated outside of it and brings the turns before it along. */
async function contextOf(parts: ExecutionsParts, execution: ExecutionRecord): Promise<unknown> {
  if (execution.conversationId !== null)
    return { messages: await parts.conversations.earlierMessages(execution, EARLIER_TURNS) };
  return execution.context === null ? null : JSON.parse(await loadPayload(parts.blobs, execution.context));
}

function ofOverride({ path, message }: InputProblem): InputProblem {
  return { path: ['input', 'inputOverride', ...path.slice(2)], message };
}
