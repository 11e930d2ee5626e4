import { z } from 'zod';

const metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string().optional(),
  resourceVersion: z.string().optional(),
  generation: z.number().optional(),
  creationTimestamp: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

/** What every object of the API server has. Everything else is read by the schema of its kind. */
export const kubernetesObjectSchema = z.looseObject({ kind: z.string().optional(), metadata });
export type KubernetesObject = z.infer<typeof kubernetesObjectSchema>;

export const kubernetesListSchema = z.object({
  metadata: z.object({ resourceVersion: z.string(), continue: z.string().optional() }),
  items: z.array(kubernetesObjectSchema),
});
export type KubernetesList = z.infer<typeof kubernetesListSchema>;

/** A line of a watch. BOOKMARK carries only a resourceVersion, ERROR a Status. */
export const watchLineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['ADDED', 'MODIFIED', 'DELETED']), object: kubernetesObjectSchema }),
  z.object({ type: z.literal('BOOKMARK'), object: z.object({ metadata: z.object({ resourceVersion: z.string() }) }) }),
  z.object({ type: z.literal('ERROR'), object: z.looseObject({ code: z.number().optional() }) }),
]);

/** What a watch tells; its errors are thrown. */
export type WatchEvent = Exclude<z.infer<typeof watchLineSchema>, { type: 'ERROR' }>;
