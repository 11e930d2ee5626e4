import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';

/** A call of our plugin. */
export interface PluginTemplate {
  readonly name: string;
  readonly inputs?: { readonly parameters: readonly { readonly name: string }[] };
  readonly plugin: { readonly aether: Readonly<Record<string, string>> };
}

export interface DagTask {
  readonly name: string;
  readonly template: string;
  readonly depends?: string;
  readonly when?: string;
  readonly arguments: { readonly parameters: readonly { readonly name: string; readonly value: string }[] };
}

export interface DagTemplate {
  readonly name: string;
  readonly dag: { readonly failFast: boolean; readonly tasks: readonly DagTask[] };
}

/** The part of Argo's WorkflowTemplate that the compiler writes. */
export interface WorkflowTemplate extends KubernetesObject {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'WorkflowTemplate';
  readonly spec: {
    readonly entrypoint: string;
    readonly arguments: { readonly parameters: readonly { readonly name: string }[] };
    readonly ttlStrategy: { readonly secondsAfterCompletion: number };
    readonly templates: readonly (PluginTemplate | DagTemplate)[];
  };
}
