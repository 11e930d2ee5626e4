import { type Connection, pageRequest, Permission, requireViewer, ValidationError } from '@aether/common/service';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { AgentsContext } from '../../context.ts';
import { type RegistryServerRecord, registryServer } from '../../tools/registry-server.ts';
import { RegistryServerConnection } from '../../types/registry-server-connection.ts';

const LONGEST_SEARCH = 200;
const LONGEST_CURSOR = 2_000;

@Resolver()
export class RegistryServersResolver {
  /** Asks the registry that the operator has configured, for each call anew: a person searches. */
  @Permission('tool:manage')
  @Query(() => RegistryServerConnection, { description: 'Tool servers of a registry of MCP, found by name.' })
  async registryServers(
    @Arg('search', () => String, { nullable: true }) search: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 30 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: AgentsContext,
  ): Promise<Connection<RegistryServerRecord>> {
    const { registry, importedServers, allowedPrograms } = context.parts;
    const words = (search ?? '').trim();
    if (words.length > LONGEST_SEARCH)
      throw new ValidationError(['search'], `at most ${LONGEST_SEARCH} characters`, String(words.length));
    if ((after ?? '').length > LONGEST_CURSOR)
      throw new ValidationError(['after'], 'a cursor from an earlier page', 'a longer text');
    const { first: limit } = pageRequest({ first });
    const { entries, nextCursor } = await registry.search(
      { search: words, limit, cursor: after ?? null },
      context.signal,
    );
    const imported = await importedServers.names(requireViewer(context).tenantId);
    // The cursor of a foreign registry is for the whole page.
    const cursor = nextCursor ?? '';
    return {
      edges: entries.map((entry) => ({ cursor, node: registryServer(entry, imported, allowedPrograms) })),
      pageInfo: {
        hasNextPage: nextCursor !== null,
        hasPreviousPage: after != null,
        startCursor: nextCursor,
        endCursor: nextCursor,
      },
    };
  }
}
