import { NotFoundError, Permission, PlatformError, toUserError } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type AgentsContext, lookUpCallOf } from '../../context.ts';
import { loadToolServer } from '../../loaders.ts';
import { CheckToolServerInput } from '../../types/check-tool-server-input.ts';
import { ToolServerPayload } from '../../types/tool-server-payload.ts';

@Resolver()
export class CheckToolServerResolver {
  /** A server without a credential of its own tells its tools to nobody before a person has connected an account. */
  @Permission('tool:use')
  @Mutation(() => ToolServerPayload, {
    description:
      "Asks a tool server for its tools now, with the viewer's own account where each person has one. They appear in a moment.",
  })
  async checkToolServer(
    @Arg('input', () => CheckToolServerInput) { toolServerId }: CheckToolServerInput,
    @Ctx() context: AgentsContext,
  ): Promise<ToolServerPayload> {
    const toolServer = await loadToolServer(context, toolServerId);
    if (toolServer === null) throw new NotFoundError('tool server', toolServerId);
    try {
      await context.parts.serverChecks.check(toolServer.slug, lookUpCallOf(context));
      return { toolServer, userErrors: [] };
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      return { toolServer, userErrors: [toUserError(error)] };
    }
  }
}
