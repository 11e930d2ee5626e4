import type { DomainEvent } from '@aether/common/graph';
import { NotFoundError, Permission, SERVICE_ONLY } from '@aether/common/service';
import { agentOfTool } from '@aether/schema';
import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { type AgentsContext, causeOf } from '../../context.ts';
import { events } from '../../events/events.ts';
import { loadTool } from '../../loaders.ts';
import { RecordToolCallInput } from '../../types/record-tool-call-input.ts';
import { ReportPayload } from '../../types/report-payload.ts';

@Resolver()
export class RecordToolCallResolver {
  /** In the name of who called, for the audit log. */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Mutation(() => ReportPayload, { description: 'Service only: a call that the audit log keeps.' })
  async recordToolCall(
    @Arg('input', () => RecordToolCallInput) input: RecordToolCallInput,
    @Ctx() context: AgentsContext,
  ): Promise<ReportPayload> {
    const { database, outbox } = context.parts;
    const event = await eventOf(input, context);
    if (event !== null) {
      const { tenantId } = causeOf(context).viewer;
      await database.tenant(tenantId).transaction((transaction) => outbox.append(transaction, [event]));
      outbox.ring();
    }
    return { revision: null, userErrors: [] };
  }
}

/** Null = the name of an agent that the viewer does not see: callers make up such names, and nothing was refused by them. */
async function eventOf(
  { toolId, outcome, durationMs, rules }: RecordToolCallInput,
  context: AgentsContext,
): Promise<DomainEvent | null> {
  const cause = causeOf(context);
  const slug = agentOfTool(toolId);
  if (slug !== null) {
    const agent = await context.parts.agents.bySlug(cause.viewer, slug);
    return agent === null ? null : events.agentToolCalled(cause, agent, { outcome, durationMs });
  }
  const tool = await loadTool(context, toolId);
  if (tool === null) throw new NotFoundError('tool', toolId);
  return events.toolCalled(cause, tool, { outcome, durationMs, rules });
}
