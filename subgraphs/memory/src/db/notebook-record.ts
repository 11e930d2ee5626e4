import { z } from 'zod';
import { VISIBILITIES } from '../notebook-audience.ts';
import { optional } from './columns.ts';

/** A notebook as it stands in the graph. */
export const notebookSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  domain: optional(z.string()),
  description: optional(z.string()),
  visibility: z.enum(VISIBILITIES),
  audience: z.array(z.string()),
  /** Principals that the visibility lets in; the rest of the audience is the owner and who has a grant. */
  sharedWith: z.array(z.string()),
  ownerId: z.string(),
  editorIds: z.array(z.string()),
  /** Null = the installation's default model. */
  embeddingModelId: optional(z.string()),
  embeddingModelSlug: z.string(),
  /** Null until the first passage has a vector. */
  embeddingSpace: optional(z.string()),
  passageTokens: z.number(),
  overlapTokens: z.number(),
  documentCount: z.number(),
  passageCount: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

export type NotebookRecord = Readonly<z.infer<typeof notebookSchema>>;

export const notebookRow = z.object({ notebook: notebookSchema });

export const grantRow = z.object({
  grant: z.object({
    notebookId: z.string(),
    userId: z.string(),
    role: z.enum(['READER', 'EDITOR']),
    since: z.string(),
  }),
});

export type GrantRecord = Readonly<z.infer<typeof grantRow>['grant']>;
