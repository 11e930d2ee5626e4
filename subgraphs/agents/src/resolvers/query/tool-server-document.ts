import { JSONValue, Permission, SERVICE_ONLY, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';

@Resolver()
export class ToolServerDocumentResolver {
  /** Not in the catalog, which the gateway reads every few seconds. */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => JSONValue, {
    nullable: true,
    description: 'Service only: the document that describes a tool server, when it was given with it.',
  })
  async toolServerDocument(@Arg('id', () => ID) id: string, @Ctx() context: AgentsContext): Promise<unknown> {
    const text = await context.parts.tools.documentOf(requireViewer(context).tenantId, id);
    return text === null ? null : JSON.parse(text);
  }
}
