import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import { EXECUTION_LABEL, workflowName } from '../names.ts';

export interface WorkflowOptions {
  readonly namespace: string;
  readonly executionId: string;
  readonly templateName: string;
  /** The controller ends the workflow after this. It needs a poke to notice: see DeadlinePoker. */
  readonly deadlineSeconds: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The Workflow of one execution. It names its template and the execution, nothing else: the rest is in our record. */
export function workflowManifest(options: WorkflowOptions): KubernetesObject {
  const { namespace, executionId, templateName, deadlineSeconds, labels = {} } = options;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name: workflowName(executionId),
      namespace,
      labels: { ...labels, [EXECUTION_LABEL]: executionId },
    },
    spec: {
      workflowTemplateRef: { name: templateName },
      arguments: { parameters: [{ name: 'execution', value: executionId }] },
      activeDeadlineSeconds: deadlineSeconds,
    },
  };
}
