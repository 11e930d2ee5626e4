import { z } from 'zod';

/** Where a call to an agent comes from: the run that made it, and what that leaves for the run that is to be made. */
export const callLineageSchema = z.object({
  /** Run that calls. */
  executionId: z.string(),
  tenantId: z.string(),
  /** Of the run that is to be made; a run that no run called has 0. */
  depth: z.number().int().nonnegative(),
  /** Greatest depth that any run on the way allows. */
  limit: z.number().int().nonnegative(),
  /** Nano-US-dollars that the caller has left; null = no limit. */
  budget: z.number().nullable(),
  /** Whether a person started the run at the top of it; absent = no. */
  isInteractive: z.boolean().optional(),
});

export type CallLineage = Readonly<z.infer<typeof callLineageSchema>>;
