import { readFile } from 'node:fs/promises';
import { inClusterConnection, kubeconfigConnection, type KubernetesConnection } from '@aether/argo';
import type { ArgoConnectionConfig } from './argo-config.ts';

/** @throws Error for a file that is missing or says too little */
export async function clusterConnection(config: ArgoConnectionConfig): Promise<KubernetesConnection> {
  if (config.kind === 'KUBECONFIG') return kubeconfigConnection(config.file);
  if (config.kind === 'POD') return inClusterConnection(config.host, config.port);
  const { server, tokenFile, certificateAuthorityFile } = config;
  return {
    server,
    certificateAuthority:
      certificateAuthorityFile === null ? undefined : await readFile(certificateAuthorityFile, 'utf8'),
    // Read each time: tokens of service accounts are renewed on disk.
    token: async () => (await readFile(tokenFile, 'utf8')).trim(),
  };
}
