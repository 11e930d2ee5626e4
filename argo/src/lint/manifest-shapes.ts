import { z } from 'zod';

/** The parts of manifests that the rules look at. Their shape is already known to be right. */
const parameter = z.looseObject({
  name: z.string(),
  value: z.string().optional(),
  default: z.string().optional(),
  enum: z.array(z.string()).optional(),
  valueFrom: z.unknown().optional(),
});
const parameters = z.looseObject({ parameters: z.array(parameter).default([]) }).default({ parameters: [] });

const call = z.looseObject({
  name: z.string(),
  template: z.string().optional(),
  templateRef: z.unknown().optional(),
  inline: z.unknown().optional(),
  when: z.string().optional(),
  arguments: parameters,
  withItems: z.unknown().optional(),
  withParam: z.unknown().optional(),
  withSequence: z.unknown().optional(),
});

const task = z.looseObject({
  ...call.shape,
  depends: z.string().optional(),
  dependencies: z.array(z.string()).optional(),
  continueOn: z.unknown().optional(),
});
export type Task = z.infer<typeof task>;
export type Call = z.infer<typeof call>;

export const templateSchema = z.looseObject({
  name: z.string().optional(),
  inputs: parameters,
  outputs: parameters,
  dag: z.looseObject({ target: z.string().optional(), tasks: z.array(task) }).optional(),
  steps: z.array(z.array(call)).optional(),
  parallelism: z.number().optional(),
  timeout: z.string().optional(),
  activeDeadlineSeconds: z.unknown().optional(),
});
export type Template = z.infer<typeof templateSchema>;

export const workflowSpecSchema = z.looseObject({
  entrypoint: z.string().optional(),
  onExit: z.string().optional(),
  arguments: parameters,
  templates: z.array(templateSchema).default([]),
  workflowTemplateRef: z.unknown().optional(),
  parallelism: z.number().optional(),
});
export type WorkflowSpec = z.infer<typeof workflowSpecSchema>;

const source = z.looseObject({ dependencyName: z.string().optional() });
const destination = z.looseObject({ parameters: z.array(z.looseObject({ src: source.optional() })).default([]) });

export const sensorSpecSchema = z.looseObject({
  dependencies: z.array(z.looseObject({ name: z.string() })).default([]),
  triggers: z
    .array(
      z.looseObject({
        template: z
          .looseObject({
            name: z.string(),
            conditions: z.string().optional(),
            k8s: destination.optional(),
            argoWorkflow: destination.optional(),
            http: z
              .looseObject({
                payload: z.array(z.looseObject({ src: source.optional() })).nullish(),
                dynamicHeaders: z.array(z.looseObject({ src: source.optional() })).optional(),
              })
              .optional(),
          })
          .optional(),
        parameters: z.array(z.looseObject({ src: source.optional() })).default([]),
        policy: z.looseObject({ status: z.unknown().optional() }).optional(),
        retryStrategy: z.unknown().optional(),
        dlqTrigger: z.unknown().optional(),
        atLeastOnce: z.boolean().optional(),
      }),
    )
    .default([]),
});
export type SensorSpec = z.infer<typeof sensorSpecSchema>;
