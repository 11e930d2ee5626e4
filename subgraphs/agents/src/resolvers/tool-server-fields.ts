import type { Viewer } from '@aether/common/security';
import { type Connection, JSONSchema, JSONValue, pageRequest, toConnection } from '@aether/common/service';
import { type JsonObject, settingsSchema } from '@aether/schema';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { AgentsContext } from '../context.ts';
import { loadToolsOf } from '../loaders.ts';
import { offerOfServer } from '../tools/offer-of-server.ts';
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
    return isService(viewer) ? server.documentUrl : withoutQuery(server.documentUrl);
  }

  /** They often name folders and accounts: they are for those who set them, and for the gateway, which starts the program. */
  @FieldResolver(() => JSONValue, { nullable: true })
  settings(@Root() server: ToolServerRecord, @Ctx() { viewer }: AgentsContext): JsonObject | null {
    return seesSettings(viewer) ? server.settings : null;
  }

  /** The settings are in them. */
  @FieldResolver(() => [String])
  arguments(@Root() server: ToolServerRecord, @Ctx() { viewer }: AgentsContext): readonly string[] {
    return seesSettings(viewer) ? server.arguments : [];
  }

  @FieldResolver(() => JSONSchema, { nullable: true })
  settingsSchema(@Root() server: ToolServerRecord): JsonObject | null {
    const offer = server.transport === 'STDIO' ? offerOfServer(server) : null;
    return offer === null ? null : settingsSchema(offer);
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

function seesSettings(viewer: Viewer | null): boolean {
  return isService(viewer) || viewer?.permissions.includes('tool:manage') === true;
}

function isService(viewer: Viewer | null): boolean {
  return viewer?.roleKey === 'service' && viewer.userId === null && viewer.serviceAccountId === null;
}
