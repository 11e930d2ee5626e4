import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesConnection } from './kubernetes-connection.ts';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The connection that Kubernetes gives a pod: address by KUBERNETES_SERVICE_HOST, certificate and token as files.
 * @throws Error when this process runs in no pod
 */
export async function inClusterConnection(
  host: string,
  port: string,
  folder: string = SERVICE_ACCOUNT,
): Promise<KubernetesConnection> {
  const certificateAuthority = await readFile(join(folder, 'ca.crt'), 'utf8');
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    certificateAuthority,
    token: async () => (await readFile(join(folder, 'token'), 'utf8')).trim(),
  };
}
