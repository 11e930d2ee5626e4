import { JSONValue, PermittedAction, requireViewer } from '@aether/common/service';
import type { Viewer } from '@aether/common/security';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { mayChange } from '../access.ts';
import type { ExecutionsContext } from '../context.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { diagnose } from '../diagnosis.ts';
import { writingSteps } from '../effects-of.ts';
import { isEnded } from '../execution.ts';
import { loadPayload, type StoredPayload } from '../payload.ts';
import { hasContent } from '../retention/content.ts';
import { Approval } from '../types/approval.ts';
import { Conversation } from '../types/conversation.ts';
import { Diagnosis } from '../types/diagnosis.ts';
import { Effect } from '../types/effect.ts';
import { Execution } from '../types/execution.ts';
import { toApproval } from '../types/to-approval.ts';
import { toEffect } from '../types/to-effect.ts';
import { toStep } from '../types/to-step.ts';
import { loadConversation } from './load-conversation.ts';
import { loadExecution } from './load-execution.ts';

async function json(context: ExecutionsContext, payload: StoredPayload | null): Promise<unknown> {
  return payload === null ? null : (JSON.parse(await loadPayload(context.parts.blobs, payload)) as unknown);
}

function verdict(viewer: Viewer, name: string, permission: string, refusal: string | null): PermittedAction {
  const missing = viewer.permissions.includes(permission)
    ? null
    : `Your role lacks the permission "${permission}"; an administrator can grant it.`;
  const reason = missing ?? refusal;
  return { name, allowed: reason === null, reason };
}

function actionsOf(viewer: Viewer, record: ExecutionRecord): readonly PermittedAction[] {
  const ended = isEnded(record.status);
  const isGone = ended && !hasContent(record.content, 'payloads');
  const foreign = mayChange(viewer, record) ? null : 'Only who started the run may do this.';
  return [
    verdict(viewer, 'cancelExecution', 'execution:cancel', foreign ?? (ended ? 'The run has ended.' : null)),
    verdict(
      viewer,
      'signalExecution',
      'agent:run',
      foreign ?? (record.status === 'WAITING' ? null : 'The run does not wait.'),
    ),
    verdict(
      viewer,
      'retryExecution',
      'agent:run',
      foreign ??
        (ended ? (isGone ? 'What the run was given is not kept any more.' : null) : 'The run has not ended yet.'),
    ),
    verdict(viewer, 'rateExecution', 'execution:rate', foreign ?? (ended ? null : 'The run has not ended yet.')),
  ];
}

/** Fields of an execution that cost a read of their own. */
@Resolver(() => Execution)
export class ExecutionFieldResolver {
  @FieldResolver(() => JSONValue)
  input(@Root() { record }: Execution, @Ctx() context: ExecutionsContext): Promise<unknown> {
    return json(context, record.input);
  }

  @FieldResolver(() => JSONValue, { nullable: true })
  context(@Root() { record }: Execution, @Ctx() context: ExecutionsContext): Promise<unknown> {
    return json(context, record.context);
  }

  @FieldResolver(() => JSONValue, { nullable: true })
  output(@Root() { record }: Execution, @Ctx() context: ExecutionsContext): Promise<unknown> {
    return json(context, record.output);
  }

  /** Null for others than the owner: a thread is private. */
  @FieldResolver(() => Conversation, { nullable: true })
  async conversation(@Root() { record }: Execution, @Ctx() context: ExecutionsContext): Promise<Conversation | null> {
    return record.conversationId === null ? null : loadConversation(context, record.conversationId);
  }

  @FieldResolver(() => Execution, { nullable: true, description: 'The run this one repeats.' })
  async redriveOf(@Root() { record }: Execution, @Ctx() context: ExecutionsContext): Promise<object | null> {
    return record.redriveOfId === null ? null : loadExecution(context, record.redriveOfId);
  }

  @FieldResolver(() => Diagnosis, { nullable: true })
  async diagnosis(@Root() { record }: Execution, @Ctx() context: ExecutionsContext): Promise<Diagnosis | null> {
    if (record.error === null) return null;
    const facts = diagnose(record.error, await context.parts.reader.outline(record.tenantId, record.id));
    if (facts?.step == null) return facts === null ? null : { ...facts, step: null };
    const [step = facts.step] = await context.parts.reader.steps(record.tenantId, record.id, [facts.step.id]);
    return { ...facts, step: toStep(step) };
  }

  @FieldResolver(() => [Approval])
  async approvals(@Root() { record }: Execution, @Ctx() context: ExecutionsContext): Promise<readonly Approval[]> {
    const { tenantId, id } = record;
    const now = context.parts.clock.now();
    return (await context.parts.approvals.ofExecution(tenantId, id)).map((asked) => toApproval(asked, now));
  }

  @FieldResolver(() => [Effect], { description: 'Side effects that have happened, or may have.' })
  async effects(@Root() { record }: Execution, @Ctx() context: ExecutionsContext): Promise<readonly Effect[]> {
    const steps = await context.parts.reader.outline(record.tenantId, record.id);
    return writingSteps(steps).map((step) => toEffect(step, isEnded(record.status)));
  }

  @FieldResolver(() => [PermittedAction])
  viewerActions(@Root() { record }: Execution, @Ctx() context: ExecutionsContext): readonly PermittedAction[] {
    return actionsOf(requireViewer(context), record);
  }
}
