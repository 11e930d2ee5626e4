import type { Client } from 'urql';
import { graphql } from '../../gql/index.ts';
import type { ConnectToolServerInput } from '../../gql/graphql.ts';
import { problemLine } from '../../graphql/problem.ts';
import { discardKey, storeKey } from '../settings/stored-key.ts';

const ConnectToolServerDocument = graphql(`
  mutation ConnectToolServer($input: ConnectToolServerInput!) {
    connectToolServer(input: $input) {
      toolServer {
        id
      }
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

export interface ServerValues {
  name: string;
  slug: string;
  url: string;
  /** Empty = the server wants none. */
  key: string;
  /** Slug of a program; empty = by its address. */
  offer: string;
}

export type Connected = { id: string } | { field: 'slug' | null; problem: string };

/** Stores the key, then connects the server that wants it. */
export async function connectServer(client: Client, values: ServerValues): Promise<Connected> {
  const { name, slug, url, key, offer } = values;
  const common = { name: name.trim(), slug: slug.trim(), kind: 'MCP' as const };
  if (offer !== '') return connect(client, { ...common, offerSlug: offer });
  const stored = await storeKey(client, { name, url, key });
  if ('problem' in stored) return { field: null, problem: stored.problem };
  const { credentialId } = stored;
  const connected = await connect(client, { ...common, transport: 'HTTP', url: url.trim(), credentialId });
  if ('problem' in connected) await discardKey(client, credentialId);
  return connected;
}

async function connect(client: Client, input: ConnectToolServerInput): Promise<Connected> {
  const { data, error } = await client.mutation(ConnectToolServerDocument, { input }).toPromise();
  if (error !== undefined) return { field: null, problem: problemLine(error) };
  const [userError] = data?.connectToolServer.userErrors ?? [];
  const id = data?.connectToolServer.toolServer?.id;
  if (userError === undefined && id !== undefined) return { id };
  const problem = [userError?.message, userError?.hint].filter(Boolean).join(' ');
  return { field: userError?.path?.at(-1) === 'slug' ? 'slug' : null, problem };
}

/** `Sales tools` → `sales-tools`. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
}
