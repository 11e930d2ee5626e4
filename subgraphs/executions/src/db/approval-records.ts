import { z } from 'zod';
import { APPROVAL_STATUSES } from '../approval/approval.ts';
import { TOOL_EFFECTS } from '../step.ts';
import { executionSchema } from './records.ts';

const text = z
  .string()
  .nullish()
  .transform((given) => given ?? null);

export const approvalSchema = z.object({
  tenantId: z.string(),
  id: z.string(),
  executionId: z.string(),
  stepId: z.string(),
  stepKey: z.string(),
  startedById: z.string(),
  question: z.string(),
  /** JSON text of the arguments. */
  proposed: z.string(),
  proposedHash: z.string(),
  editable: z.boolean(),
  /** JSON text of the schema by which a question of a tool is answered; null = it is none, or answered by a link. */
  form: text,
  /** A page on which a question of a tool is answered. */
  link: text,
  /** `<server>/<tool>`; null = the question is not about a call. */
  tool: text,
  effect: z
    .enum(TOOL_EFFECTS)
    .nullish()
    .transform((effect) => effect ?? null),
  status: z.enum(APPROVAL_STATUSES),
  createdAt: z.string(),
  expiresAtMs: z.number(),
  decidedById: text,
  decidedAt: text,
  comment: text,
});

export type ApprovalRecord = z.infer<typeof approvalSchema>;

/** An approval with the run that asks. */
export const askedApprovalSchema = z.object({ approval: approvalSchema, execution: executionSchema });

export type AskedApproval = z.infer<typeof askedApprovalSchema>;
