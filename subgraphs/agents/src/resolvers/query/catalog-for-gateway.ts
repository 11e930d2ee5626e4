import { Long, Permission, SERVICE_ONLY, requireViewer } from '@aether/common/service';
import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { GatewayCatalog } from '../../types/gateway-catalog.ts';

@Resolver()
export class CatalogForGatewayResolver {
  /** Of the viewer's tenant: the gateway sends this for whoever uses it, or for the tenant that an event names. */
  @Permission(SERVICE_ONLY)
  @Directive('@inaccessible')
  @Query(() => GatewayCatalog, {
    nullable: true,
    description: 'Service only: catalog entries changed since a revision; null = all.',
  })
  async catalogForGateway(
    @Arg('since', () => Long, { nullable: true }) since: number | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<GatewayCatalog> {
    const { tenantId } = requireViewer(context);
    // The head first: what changes between the two reads is then told twice, never lost.
    const head = await context.parts.catalog.head(tenantId, since ?? 0);
    const providers = await context.parts.catalog.providers(tenantId);
    return {
      ...head,
      since: since ?? 0,
      providers: providers.filter((provider) => since == null || provider.revision > since),
    };
  }
}
