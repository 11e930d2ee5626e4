import type { KubernetesList, KubernetesObject, WatchEvent } from './kubernetes-object.ts';
import type { Resource } from './resource.ts';

export interface ListOptions {
  readonly labelSelector?: string;
  readonly signal?: AbortSignal;
}

export interface WatchOptions extends ListOptions {
  readonly resourceVersion: string;
}

export interface PatchOptions {
  readonly subresource?: 'status';
  readonly signal?: AbortSignal;
}

/**
 * What this package asks of a Kubernetes API server. Every method throws ClusterError when the server refuses and
 * UnreachableClusterError when nothing answered, so that a write may or may not have happened.
 */
export interface Cluster {
  get(resource: Resource, name: string, signal?: AbortSignal): Promise<KubernetesObject>;
  list(resource: Resource, options?: ListOptions): Promise<KubernetesList>;
  /** Unknown fields are refused, which the server would otherwise drop without a word. */
  create(resource: Resource, object: KubernetesObject, signal?: AbortSignal): Promise<KubernetesObject>;
  /** Server-side apply: makes the object, or brings the fields that are ours to this state. */
  apply(resource: Resource, object: KubernetesObject, signal?: AbortSignal): Promise<KubernetesObject>;
  /** JSON merge patch: null removes. */
  patch(resource: Resource, name: string, patch: unknown, options?: PatchOptions): Promise<KubernetesObject>;
  delete(resource: Resource, name: string, signal?: AbortSignal): Promise<void>;
  /** Ends when the server ends it, throws when the connection breaks. */
  watch(resource: Resource, options: WatchOptions): AsyncIterable<WatchEvent>;
}
