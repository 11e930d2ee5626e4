import { DeletePayload, NotFoundError, Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type AgentsContext, causeOf } from '../../context.ts';
import { ToolWriter } from '../../db/tool-writer.ts';
import { ToolServerInUseError } from '../../tools/errors.ts';
import { events } from '../../events/events.ts';
import { RemoveToolServerInput } from '../../types/remove-tool-server-input.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class RemoveToolServerResolver {
  @Permission('tool:manage')
  @Mutation(() => DeletePayload, { description: 'With its tools, unless a published agent uses one of them.' })
  async removeToolServer(
    @Arg('input', () => RemoveToolServerInput) { toolServerId }: RemoveToolServerInput,
    @Ctx() context: AgentsContext,
  ): Promise<DeletePayload> {
    const cause = causeOf(context);
    try {
      await context.parts.catalogChanges.change(cause.viewer.tenantId, cause, async (change) => {
        const writer = new ToolWriter(change.transaction);
        const server = await writer.server(toolServerId);
        if (server === null) throw new NotFoundError('tool server', toolServerId);
        const users = await writer.usersOf(toolServerId);
        if (users.length > 0) throw new ToolServerInUseError(server.slug, users);
        change.remove([toolServerId, ...(await writer.removeServer(toolServerId))]);
        change.tell(events.toolServerRemoved(cause, server));
      });
      return { deletedId: toolServerId, userErrors: [] };
    } catch (error) {
      return { deletedId: null, userErrors: [mendableError(error)] };
    }
  }
}
