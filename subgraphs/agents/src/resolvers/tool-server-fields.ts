import { type Connection, pageRequest, toConnection } from '@aether/common/service';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { AgentsContext } from '../context.ts';
import { loadToolsOf } from '../loaders.ts';
import type { ToolRecord, ToolServerRecord } from '../tools/tool-catalog.ts';
import { Credential } from '../types/credential.ts';
import { ToolConnection } from '../types/tool-connection.ts';
import { ToolServer } from '../types/tool-server.ts';
import { withoutQuery } from '../tools/without-query.ts';

@Resolver(() => ToolServer)
export class ToolServerFields {
  @FieldResolver(() => Credential, { nullable: true })
  credential(@Root() server: ToolServerRecord): Credential | null {
    return server.credentialId === null ? null : { id: server.credentialId };
  }

  /** Only the gateway, which reads it there, is told its query. */
  @FieldResolver(() => String, { nullable: true })
  documentUrl(@Root() server: ToolServerRecord, @Ctx() { viewer }: AgentsContext): string | null {
    const isService = viewer?.roleKey === 'service' && viewer.userId === null && viewer.serviceAccountId === null;
    return isService ? server.documentUrl : withoutQuery(server.documentUrl);
  }

  @FieldResolver(() => ToolConnection)
  async tools(
    @Root() server: ToolServerRecord,
    @Arg('search', () => String, { nullable: true }) search: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<Connection<ToolRecord>> {
    const page = pageRequest({ first, after });
    return toConnection(await loadToolsOf(context, server.id, search, page), page, (tool) => [tool.slug]);
  }
}
