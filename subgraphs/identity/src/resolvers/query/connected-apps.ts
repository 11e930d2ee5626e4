import { type Connection, pageRequest, Permission, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { ConnectedAppRecord } from '../../authorization-server/connected-app.ts';
import type { IdentityContext } from '../../context.ts';
import { ConnectedAppConnection } from '../../types/connected-app-connection.ts';

@Resolver()
export class ConnectedAppsResolver {
  @Permission('connected-app:read')
  @Query(() => ConnectedAppConnection, {
    description: 'Apps that act for the viewer; for administrators those of everybody.',
  })
  async connectedApps(
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: IdentityContext,
  ): Promise<Connection<ConnectedAppRecord>> {
    const { connectedApps, clock } = context.parts;
    const { tenantId, userId, permissions } = requireViewer(context);
    const page = pageRequest({ first, after });
    const owner = permissions.includes('connected-app:manage') ? null : (userId ?? '');
    const apps = await connectedApps.page(tenantId, owner, page, clock.now().getTime());
    return toConnection(apps, page, (app) => [app.id]);
  }
}
