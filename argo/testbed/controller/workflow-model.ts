import { z } from 'zod';
import type { KubernetesObject } from '../../src/index.ts';
import { templateSchema, workflowSpecSchema } from '../../src/lint/manifest-shapes.ts';

const nodeSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  displayName: z.string(),
  type: z.string(),
  phase: z.string(),
  templateName: z.string().optional(),
  boundaryID: z.string().optional(),
  message: z.string().optional(),
  startedAt: z.string().nullish(),
  finishedAt: z.string().nullish(),
  /** `1/1` once it has succeeded, also when a second answer changes the phase. */
  progress: z.string().optional(),
  outputs: z.looseObject({ result: z.string().optional() }).nullish(),
});
/** An entry of a Workflow's `status.nodes`. */
export type WorkflowNode = z.infer<typeof nodeSchema>;

const specSchema = z.looseObject({
  ...workflowSpecSchema.shape,
  templates: z.array(templateSchema).default([]),
  workflowTemplateRef: z.object({ name: z.string() }).optional(),
  activeDeadlineSeconds: z.number().optional(),
  shutdown: z.string().optional(),
});
/** What a workflow runs: its own spec over that of its template. */
export type RunSpec = z.infer<typeof specSchema>;

const statusSchema = z.looseObject({
  phase: z.string().optional(),
  startedAt: z.string().nullish(),
  nodes: z.record(z.string(), nodeSchema).default({}),
});
export type RunStatus = z.infer<typeof statusSchema>;

export function readRun(workflow: KubernetesObject): { readonly spec: RunSpec; readonly status: RunStatus } {
  return { spec: specSchema.parse(workflow['spec']), status: statusSchema.parse(workflow['status'] ?? {}) };
}

export function readSpec(object: KubernetesObject): RunSpec {
  return specSchema.parse(object['spec']);
}

const answerSchema = z.looseObject({
  phase: z.string().optional(),
  message: z.string().optional(),
  outputs: z.looseObject({ result: z.string().optional() }).optional(),
});
/** What an agent wrote into a task set's `status.nodes`. */
export type NodeAnswerEntry = z.infer<typeof answerSchema>;

const taskSetSchema = z.looseObject({
  spec: z.looseObject({ tasks: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  status: z.looseObject({ nodes: z.record(z.string(), answerSchema).nullish() }).nullish(),
});

export function readSet(set: KubernetesObject) {
  const { spec, status } = taskSetSchema.parse(set);
  return {
    tasks: new Set(Object.keys(spec?.tasks ?? {})),
    answers: new Map(Object.entries(status?.nodes ?? {})),
    isLabelled: set.metadata.labels?.['workflows.argoproj.io/completed'] !== undefined,
  };
}
