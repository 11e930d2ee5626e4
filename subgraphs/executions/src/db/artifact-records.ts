import { ARTIFACT_KINDS } from '@aether/schema';
import { z } from 'zod';

export const artifactSchema = z.object({
  tenantId: z.string(),
  id: z.string(),
  executionId: z.string(),
  stepId: z.string(),
  stepKey: z.string(),
  agentId: z.string(),
  startedById: z.string(),
  conversationId: z
    .string()
    .nullish()
    .transform((id) => id ?? null),
  /** What versions are counted in: the conversation, else one person's runs of the agent. */
  series: z.string(),
  name: z.string(),
  kind: z.enum(ARTIFACT_KINDS),
  mimeType: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  blobKey: z.string(),
  version: z.number(),
  createdAt: z.string(),
});

/** A file that a run made. */
export type ArtifactRecord = z.infer<typeof artifactSchema>;
