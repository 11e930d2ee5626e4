import { NotFoundError, Permission, SERVICE_ONLY } from '@aether/common/service';
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
    @Arg('input', () => RecordToolCallInput) { toolId, outcome, durationMs, rules }: RecordToolCallInput,
    @Ctx() context: AgentsContext,
  ): Promise<ReportPayload> {
    const cause = causeOf(context);
    const tool = await loadTool(context, toolId);
    if (tool === null) throw new NotFoundError('tool', toolId);
    const { database, outbox } = context.parts;
    const event = events.toolCalled(cause, tool, { outcome, durationMs, rules });
    await database.tenant(cause.viewer.tenantId).transaction((transaction) => outbox.append(transaction, [event]));
    outbox.ring();
    return { revision: null, userErrors: [] };
  }
}
