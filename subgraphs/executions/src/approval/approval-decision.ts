import type { ApprovalDecision } from '@aether/runtime';
import type { JsonObject, JsonValue } from '@aether/schema';
import { z } from 'zod';

const jsonObject = z.record(z.string(), z.json()).transform((value): JsonObject => value);

const decisionSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('APPROVED'), arguments: jsonObject, comment: z.string().nullable() }),
  z
    .object({
      status: z.enum(['DENIED', 'EXPIRED']),
      comment: z.string().nullable(),
      isDismissed: z.boolean().optional(),
    })
    .transform(({ isDismissed, ...decision }) => ({ ...decision, ...(isDismissed === true ? { isDismissed } : {}) })),
]);

/** The decision that the step of an approval has as its result. */
export function approvalDecision(result: JsonValue): ApprovalDecision {
  return decisionSchema.parse(result);
}
