import { type ToolCatalogQuery, toolNameOf } from '@aether/schema';

type GatewayCatalog = NonNullable<ToolCatalogQuery['catalogForGateway']>;
export type ServerRecord = GatewayCatalog['toolServers'][number];
export type ToolRecord = GatewayCatalog['tools'][number];

/** A tool of the catalog with its server, under the name that it has at `/mcp`. */
export interface CatalogTool {
  readonly exposedName: string;
  readonly record: ToolRecord;
  readonly server: ServerRecord;
}

/** The enabled tool servers of one tenant and their tools, as agents knows them. */
export class Catalog {
  readonly servers: readonly ServerRecord[];
  /** By exposed name, so that lists have one order and prompts a stable prefix. */
  readonly tools: readonly CatalogTool[];
  readonly #byName: ReadonlyMap<string, CatalogTool>;

  constructor({ toolServers, tools }: Pick<GatewayCatalog, 'toolServers' | 'tools'>) {
    this.servers = toolServers.filter(({ enabled }) => enabled);
    const byId = new Map(this.servers.map((server) => [server.id, server]));
    this.tools = tools
      .flatMap((record): readonly CatalogTool[] => {
        const server = byId.get(record.server.id);
        return server === undefined ? [] : [{ exposedName: toolNameOf(record.slug), record, server }];
      })
      .toSorted((left, right) => (left.exposedName < right.exposedName ? -1 : 1));
    this.#byName = new Map(this.tools.map((tool) => [tool.exposedName, tool]));
  }

  server(slug: string): ServerRecord | null {
    return this.servers.find((server) => server.slug === slug) ?? null;
  }

  /** By the name at `/mcp`. */
  tool(exposedName: string): CatalogTool | null {
    return this.#byName.get(exposedName) ?? null;
  }

  toolsOf(server: ServerRecord): readonly CatalogTool[] {
    return this.tools.filter((tool) => tool.server.id === server.id);
  }

  /** Equal texts, equal lists for clients. */
  fingerprint(): string {
    return this.tools
      .filter(({ record }) => record.approved)
      .map(({ exposedName, record }) => `${exposedName} ${record.definitionHash}`)
      .join('\n');
  }
}
