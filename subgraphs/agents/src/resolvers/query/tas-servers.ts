import { type Connection, pageRequest, Permission, rowsOfPage, toConnection } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { type AgentsContext, lookUpCallOf } from '../../context.ts';
import { checkedAddress } from '../../tools/checked-address.ts';
import type { TasServerRecord } from '../../tools/tas-servers.ts';
import { TasServerConnection } from '../../types/tas-server-connection.ts';

@Resolver()
export class TasServersResolver {
  /** Asks the TAS-MCP for each page anew: a person looks. */
  @Permission('tool:manage')
  @Query(() => TasServerConnection, {
    description: 'Servers that are registered in the TAS-MCP at an address, by id. It is asked without a credential.',
  })
  async tasServers(
    @Arg('url', () => String, { description: 'Of the TAS-MCP.' }) url: string,
    @Arg('search', () => String, { nullable: true }) search: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<Connection<TasServerRecord>> {
    const page = pageRequest({ first, after });
    const address = checkedAddress('url', url, 'https://tas.example.com');
    const servers = await context.parts.tasServers.at(address, lookUpCallOf(context));
    const words = (search ?? '').toLowerCase().split(/\s+/u);
    const found = servers.filter(({ serverId, name, description }) =>
      words.every((word) => `${serverId} ${name} ${description}`.toLowerCase().includes(word)),
    );
    const order = ({ serverId }: TasServerRecord) => [serverId];
    return toConnection(rowsOfPage(found, page, order), page, order);
  }
}
