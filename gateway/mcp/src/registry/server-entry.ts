import type { CatalogTool, ServerRecord } from '../catalog/catalog.ts';

/** What the registry API says of one version of a server (`ServerResponse`, schema 2025-12-11). */
export interface ServerEntry {
  readonly server: {
    readonly $schema: string;
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly version: string;
    readonly remotes: readonly { readonly type: 'streamable-http'; readonly url: string }[];
  };
  readonly _meta: {
    readonly 'io.modelcontextprotocol.registry/official': { readonly status: 'active'; readonly isLatest: true };
  };
}

/** A tool server is as it is now; earlier states are not kept, so there is one version of each. */
export const ONLY_VERSION = '1.0.0';

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';
const LONGEST_TEXT = 100;

/** Of the names of this installation: its host in reverse, such as `org.example.aether`. */
export function namespaceOf(publicUrl: string): string {
  const { hostname } = new URL(publicUrl);
  if (hostname.startsWith('[')) return 'localhost';
  const name = /^[\d.]+$/u.test(hostname) ? hostname : hostname.split('.').toReversed().join('.');
  // Hosts may have an underscore, names of servers may not.
  return name.replaceAll(/[^A-Za-z0-9.-]/gu, '-');
}

/** Where the server itself is, and its credential, are not told: its only address is ours. */
export function serverEntry(
  publicUrl: string,
  { slug, name }: Pick<ServerRecord, 'slug' | 'name'>,
  description: string,
): ServerEntry {
  return {
    server: {
      $schema: SCHEMA,
      name: `${namespaceOf(publicUrl)}/${slug}`,
      title: shortened(name),
      description: shortened(description),
      version: ONLY_VERSION,
      remotes: [{ type: 'streamable-http', url: `${publicUrl}/mcp/s/${slug}` }],
    },
    _meta: { 'io.modelcontextprotocol.registry/official': { status: 'active', isLatest: true } },
  };
}

/** What can be called there. */
export function toolsLine(tools: readonly CatalogTool[]): string {
  const names = tools.filter(({ record }) => record.approved).map(({ record }) => record.name);
  return names.length === 0 ? 'No tool is approved yet.' : `Tools: ${names.join(', ')}.`;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST_TEXT ? text : `${characters.slice(0, LONGEST_TEXT - 1).join('')}…`;
}
