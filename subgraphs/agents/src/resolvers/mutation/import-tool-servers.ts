import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type AgentsContext, causeOf } from '../../context.ts';
import { ImportToolServersInput } from '../../types/import-tool-servers-input.ts';
import { ImportToolServersPayload } from '../../types/import-tool-servers-payload.ts';
import { importToolServers } from '../../writes/import-tool-servers.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class ImportToolServersResolver {
  @Permission('tool:manage')
  @Mutation(() => ImportToolServersPayload, { description: 'Nothing is connected or run: they are offered.' })
  async importToolServers(
    @Arg('input', () => ImportToolServersInput) { document }: ImportToolServersInput,
    @Ctx() context: AgentsContext,
  ): Promise<ImportToolServersPayload> {
    try {
      return { servers: await importToolServers(context.parts, causeOf(context), document), userErrors: [] };
    } catch (error) {
      return { servers: [], userErrors: [mendableError(error)] };
    }
  }
}
