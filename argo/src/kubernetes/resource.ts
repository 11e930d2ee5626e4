/** A kind of object in a namespace, as the API server addresses it. */
export interface Resource {
  /** `/apis/<group>/<version>` or `/api/v1` */
  readonly api: string;
  readonly plural: string;
  readonly namespace: string;
}

export type ArgoPlural = 'workflows' | 'workflowtemplates' | 'workflowtasksets' | 'cronworkflows';

/** Objects of Argo Workflows. */
export function argoResource(plural: ArgoPlural, namespace: string): Resource {
  return { api: '/apis/argoproj.io/v1alpha1', plural, namespace };
}

export function pathOf({ api, plural, namespace }: Resource, name?: string, subresource?: string): string {
  const parts = [api, 'namespaces', namespace, plural, name, subresource];
  return parts.filter((part) => part !== undefined).join('/');
}
