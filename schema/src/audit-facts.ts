import { z } from 'zod';

/**
 * The member `audit` in the data of an audited domain event: what happened to the object that the event's subject names.
 * Who did it, and by which request, stands on the event itself. Secrets never enter it.
 */
export const auditFactsSchema = z.object({
  /** Noun and verb: `agent.publish`. */
  action: z.string(),
  objectType: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  ipAddress: z.string().nullable().optional(),
});

export type AuditFacts = z.infer<typeof auditFactsSchema>;
