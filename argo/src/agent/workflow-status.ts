import { z } from 'zod';
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import { EXECUTION_LABEL } from '../names.ts';

const specSchema = z.looseObject({ activeDeadlineSeconds: z.number().optional() });
const workflowSchema = z.looseObject({
  spec: specSchema,
  status: z
    .looseObject({
      phase: z.string().optional(),
      message: z.string().optional(),
      startedAt: z.iso.datetime().nullish(),
      storedWorkflowTemplateSpec: specSchema.optional(),
    })
    .optional(),
});

/** How a workflow ended, in our words. */
export type WorkflowEnd = 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | 'TIMED_OUT' | 'INVALID' | 'BROKEN';

export interface WorkflowStatus {
  readonly name: string;
  readonly uid: string;
  /** null: not a workflow of ours. */
  readonly executionId: string | null;
  /** null while it is open. Argo can open a workflow again (`retry`), so this may become null again. */
  readonly end: WorkflowEnd | null;
  /** Argo's own words. */
  readonly message: string | null;
  /** Milliseconds since the epoch at which it exceeds its deadline; null without one or before it started. */
  readonly deadlineAt: number | null;
}

/** What a Workflow object says. */
export function readWorkflow(object: KubernetesObject): WorkflowStatus {
  const { spec, status } = workflowSchema.parse(object);
  const seconds = spec.activeDeadlineSeconds ?? status?.storedWorkflowTemplateSpec?.activeDeadlineSeconds;
  const startedAt = status?.startedAt;
  const message = status?.message ?? null;
  return {
    name: object.metadata.name,
    uid: object.metadata.uid ?? '',
    executionId: object.metadata.labels?.[EXECUTION_LABEL] ?? null,
    end: endOf(status?.phase ?? '', message ?? ''),
    message,
    deadlineAt: seconds === undefined || startedAt == null ? null : Date.parse(startedAt) + seconds * 1_000,
  };
}

function endOf(phase: string, message: string): WorkflowEnd | null {
  if (phase === 'Succeeded') return 'SUCCEEDED';
  if (phase !== 'Failed' && phase !== 'Error') return null;
  if (message.startsWith('Stopped with strategy')) return 'CANCELLED';
  if (/exceeded its deadline|Max duration limit exceeded|execution: timeout$/.test(message)) return 'TIMED_OUT';
  if (message.startsWith('invalid spec')) return 'INVALID';
  return phase === 'Failed' ? 'FAILED' : 'BROKEN';
}
