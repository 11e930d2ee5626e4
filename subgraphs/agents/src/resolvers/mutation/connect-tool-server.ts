import { isConstraintViolation } from '@aether/common/graph';
import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type AgentsContext, causeOf } from '../../context.ts';
import { ToolWriter } from '../../db/tool-writer.ts';
import { SlugTakenError } from '../../errors.ts';
import { events } from '../../events/events.ts';
import { ConnectToolServerInput } from '../../types/connect-tool-server-input.ts';
import { ToolServerPayload } from '../../types/tool-server-payload.ts';
import { mendableError } from '../../writes/mendable-error.ts';
import { newToolServer } from '../../writes/new-tool-server.ts';
import { requireMayBind } from '../../writes/require-may-bind.ts';

@Resolver()
export class ConnectToolServerResolver {
  @Permission('tool:manage')
  @Mutation(() => ToolServerPayload, { description: 'Its tools appear when the gateway has asked it.' })
  async connectToolServer(
    @Arg('input', () => ConnectToolServerInput) input: ConnectToolServerInput,
    @Ctx() context: AgentsContext,
  ): Promise<ToolServerPayload> {
    const cause = causeOf(context);
    const { ids, allowedPrograms, catalogChanges, importedServers } = context.parts;
    requireMayBind(cause.viewer, input.credentialId);
    try {
      const imported =
        input.offerSlug == null ? null : await importedServers.find(cause.viewer.tenantId, input.offerSlug);
      const { server, document } = newToolServer(input, ids('tsv'), allowedPrograms, imported);
      const { result: toolServer } = await catalogChanges.change(cause.viewer.tenantId, cause, async (change) => {
        const writer = new ToolWriter(change.transaction);
        const created = await writer.createServer(server, change.at);
        if (document !== null) await writer.saveDocument(created.id, document.text);
        change.touch(created.id);
        change.tell(events.toolServerConnected(cause, created));
        return created;
      });
      return { toolServer, userErrors: [] };
    } catch (error) {
      const mended = isConstraintViolation(error) ? new SlugTakenError('tool server', input.slug) : error;
      return { toolServer: null, userErrors: [mendableError(mended)] };
    }
  }
}
