import { z } from 'zod';
import { PLUGIN, pluginCallSchema, type PluginCall } from '../compile/plugin-call.ts';
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';

const taskSetSchema = z.looseObject({
  spec: z.looseObject({ tasks: z.record(z.string(), z.looseObject({ plugin: z.unknown() })).nullish() }).nullish(),
  status: z.looseObject({ nodes: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

/** A node that the controller hands out. Its name is the workflow's; each attempt of a retry is a new node. */
export interface NodeTask {
  readonly workflow: string;
  /** Of the task set: a workflow of the same name that was made anew has another. */
  readonly uid: string;
  readonly nodeId: string;
  readonly call: PluginCall;
}

export interface TaskSet {
  readonly name: string;
  readonly uid: string;
  /** Open tasks of our plugin; those that are malformed carry the reason. */
  readonly tasks: ReadonlyMap<string, NodeTask | { readonly problem: string }>;
  /** Nodes with an answer that the controller has not taken over yet. */
  readonly answered: ReadonlySet<string>;
}

/** Reads a WorkflowTaskSet. Tasks of other plugins and http tasks are not ours and left out. */
export function readTaskSet(object: KubernetesObject): TaskSet {
  const { name, uid = '' } = object.metadata;
  const { spec, status } = taskSetSchema.parse(object);
  const tasks = new Map<string, NodeTask | { readonly problem: string }>();
  for (const [nodeId, { plugin }] of Object.entries(spec?.tasks ?? {})) {
    if (typeof plugin !== 'object' || plugin === null || !(PLUGIN in plugin)) continue;
    const call = pluginCallSchema.safeParse(plugin[PLUGIN]);
    if (call.success) tasks.set(nodeId, { workflow: name, uid, nodeId, call: call.data });
    else tasks.set(nodeId, { problem: `plugin.${PLUGIN} of this node is malformed: ${z.prettifyError(call.error)}` });
  }
  return { name, uid, tasks, answered: new Set(Object.keys(status?.nodes ?? {})) };
}
