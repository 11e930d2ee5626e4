import type { Client } from 'urql';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';
import { ImportToolServersDocument, type RegistryServer } from './registry-document.ts';

/** Makes offers of what a file or a registry describes; what came of each, or what is wrong with all of it. */
export async function importServers(
  client: Client,
  document: unknown,
): Promise<{ servers: readonly RegistryServer[] } | { problem: string }> {
  const { data, error } = await client.mutation(ImportToolServersDocument, { input: { document } }).toPromise();
  if (error !== undefined) return { problem: problemLine(error) };
  const [userError] = data?.importToolServers.userErrors ?? [];
  return userError === undefined
    ? { servers: data?.importToolServers.servers ?? [] }
    : { problem: errorLine(userError) };
}
