import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { KubernetesConnection } from './kubernetes-connection.ts';

const kubeconfigSchema = z.object({
  'current-context': z.string(),
  contexts: z.array(z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string() }) })),
  clusters: z.array(
    z.object({
      name: z.string(),
      cluster: z.object({
        server: z.url(),
        'certificate-authority': z.string().optional(),
        'certificate-authority-data': z.string().optional(),
      }),
    }),
  ),
  users: z.array(
    z.object({ name: z.string(), user: z.object({ token: z.string().optional(), tokenFile: z.string().optional() }) }),
  ),
});

/** The current context of a kubeconfig file whose user has a token. @throws Error that says what the file lacks */
export async function kubeconfigConnection(file: string): Promise<KubernetesConnection> {
  const read = kubeconfigSchema.safeParse(parse(await readFile(file, 'utf8')));
  if (!read.success) throw new Error(`${file} is not a kubeconfig: ${z.prettifyError(read.error)}`);
  const config = read.data;
  const context = named(config.contexts, config['current-context'], 'context', file).context;
  const { cluster } = named(config.clusters, context.cluster, 'cluster', file);
  const { user } = named(config.users, context.user, 'user', file);
  const beside = (path: string) => resolve(dirname(file), path);
  const token = user.token;
  const tokenFile = user.tokenFile === undefined ? undefined : beside(user.tokenFile);
  if (token === undefined && tokenFile === undefined) {
    throw new Error(
      `User "${context.user}" in ${file} has neither token nor tokenFile. Client certificates and exec plugins are not supported: use a service account's token.`,
    );
  }
  const data = cluster['certificate-authority-data'];
  const path = cluster['certificate-authority'];
  const certificateAuthority =
    data === undefined
      ? path === undefined
        ? undefined
        : await readFile(beside(path), 'utf8')
      : Buffer.from(data, 'base64').toString('utf8');
  return {
    server: cluster.server,
    certificateAuthority,
    token: async () => (tokenFile === undefined ? (token ?? null) : (await readFile(tokenFile, 'utf8')).trim()),
  };
}

function named<Entry extends { readonly name: string }>(
  entries: readonly Entry[],
  name: string,
  what: string,
  file: string,
): Entry {
  const found = entries.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`${file} names the ${what} "${name}" but does not describe it.`);
  return found;
}
