import { AGENT_SERVER } from '../agents/agent-tools.ts';
import type { TenantCatalogs } from '../catalog/tenant-catalogs.ts';
import { cursorAfter, type ListQuery } from './list-query.ts';
import { ONLY_VERSION, type ServerEntry, serverEntry, toolsLine } from './server-entry.ts';

/** Answer of a list (`ServerList` of the registry API). */
export interface ServerList {
  readonly servers: readonly ServerEntry[];
  readonly metadata: { readonly count: number; readonly nextCursor?: string };
}

export interface ServerRegistryParts {
  readonly catalogs: Pick<TenantCatalogs, 'of'>;
  /** Of this installation, without a slash at its end. */
  readonly publicUrl: string;
}

/** The enabled tool servers of a tenant, as entries of a registry that clients install from. */
export class ServerRegistry {
  readonly #parts: ServerRegistryParts;

  constructor(parts: ServerRegistryParts) {
    this.#parts = parts;
  }

  async list(tenantId: string, { limit, after, search, version }: ListQuery): Promise<ServerList> {
    if (version !== null && !isOnlyVersion(version)) return { servers: [], metadata: { count: 0 } };
    const rest = (await this.#all(tenantId)).filter(
      ({ server: { name, title } }) =>
        (after === null || name > after) && `${name}\n${title}`.toLowerCase().includes(search),
    );
    const servers = rest.slice(0, limit);
    const last = servers.at(-1);
    return {
      servers,
      metadata: {
        count: servers.length,
        ...(rest.length > limit && last !== undefined ? { nextCursor: cursorAfter(last.server.name) } : {}),
      },
    };
  }

  /** @param version `latest`, or the version itself; null when there is no such server or version */
  async find(tenantId: string, name: string, version: string): Promise<ServerEntry | null> {
    if (!isOnlyVersion(version)) return null;
    return (await this.#all(tenantId)).find(({ server }) => server.name === name) ?? null;
  }

  /** In the order of their names. */
  async #all(tenantId: string): Promise<readonly ServerEntry[]> {
    const { catalogs, publicUrl } = this.#parts;
    const catalog = await catalogs.of(tenantId);
    const agents = serverEntry(
      publicUrl,
      { slug: AGENT_SERVER, name: 'Agents' },
      'The published agents that you may run, one tool each.',
    );
    return [
      agents,
      ...catalog.servers.map((server) => serverEntry(publicUrl, server, toolsLine(catalog.toolsOf(server)))),
    ].toSorted((left, right) => (left.server.name < right.server.name ? -1 : 1));
  }
}

function isOnlyVersion(version: string): boolean {
  return version === 'latest' || version === ONLY_VERSION;
}
