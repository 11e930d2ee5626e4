import type { CallLineage } from '@aether/common/security';
import { NotFoundError, ValidationError } from '@aether/common/service';
import { actorOf } from '../access.ts';
import { MAXIMUM_CHILDREN, MAXIMUM_FAMILY } from '../children/limits.ts';
import type { ExecutionsParts } from '../context.ts';
import { CallDepthExceededError, CallFanOutExceededError, ExecutionEndedError } from '../errors.ts';
import { isEnded } from '../execution.ts';
import type { RunAgentInput } from '../types/run-agent-input.ts';
import type { RunRequest } from './accept-row.ts';
import { acceptRun, type RunAgentOutcome, type RunSource } from './accept-run.ts';
import type { RunnableVersion, VersionCall } from './agent-versions.ts';
import { checkRun } from './check-run.ts';

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
  checkRequest(input);
  const rootId = from.lineage === null ? null : await placeInFamily(parts, from.lineage);
  const found = await findVersion(parts, input, call);
  const settled = {
    ...found,
    ...from,
    rootId,
    operation: 'runAgent',
    delivery: call.delivery ?? null,
  } as const;
  return acceptRun(parts, input, settled, call);
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

/** What needs no look-up. */
function checkRequest(input: RunAgentInput): void {
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
  checkRun(input);
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

const isAbsent = (value: unknown): boolean => value === null || value === undefined;
