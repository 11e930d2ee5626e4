import { z } from 'zod';

/** Where Argo runs, and how to reach its Kubernetes API. */
export type ArgoConnectionConfig =
  | { readonly kind: 'KUBECONFIG'; readonly file: string }
  | {
      readonly kind: 'SERVER';
      readonly server: string;
      readonly tokenFile: string;
      readonly certificateAuthorityFile: string | null;
    }
  | { readonly kind: 'POD'; readonly host: string; readonly port: string };

export interface ArgoConfig {
  readonly namespace: string;
  readonly connection: ArgoConnectionConfig;
}

/** ARGO_NAMESPACE turns it on; the rest says how to connect. Inside a pod nothing else is needed. */
export const argoVariables = z.object({
  ARGO_NAMESPACE: z.string().optional(),
  ARGO_KUBECONFIG: z.string().optional(),
  ARGO_SERVER: z.url({ protocol: /^https$/, error: 'must be an https address' }).optional(),
  ARGO_TOKEN_FILE: z.string().optional(),
  ARGO_CA_FILE: z.string().optional(),
  KUBERNETES_SERVICE_HOST: z.string().optional(),
  KUBERNETES_SERVICE_PORT: z.string().default('443'),
});

/** null without ARGO_NAMESPACE; undefined when the namespace is given but no way to reach it. */
export function argoConfig(env: z.infer<typeof argoVariables>): ArgoConfig | null | undefined {
  const namespace = env.ARGO_NAMESPACE;
  if (namespace === undefined) return null;
  if (env.ARGO_KUBECONFIG !== undefined)
    return { namespace, connection: { kind: 'KUBECONFIG', file: env.ARGO_KUBECONFIG } };
  if (env.ARGO_SERVER !== undefined && env.ARGO_TOKEN_FILE !== undefined) {
    const certificateAuthorityFile = env.ARGO_CA_FILE ?? null;
    const { ARGO_SERVER: server, ARGO_TOKEN_FILE: tokenFile } = env;
    return { namespace, connection: { kind: 'SERVER', server, tokenFile, certificateAuthorityFile } };
  }
  if (env.KUBERNETES_SERVICE_HOST !== undefined) {
    const port = env.KUBERNETES_SERVICE_PORT;
    return { namespace, connection: { kind: 'POD', host: env.KUBERNETES_SERVICE_HOST, port } };
  }
  return undefined;
}
