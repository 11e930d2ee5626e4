import { z } from 'zod';
import { DOCUMENT_STATUSES } from '../document-status.ts';
import { optional } from './columns.ts';

/** A document as it stands in the graph. */
export const documentSchema = z.object({
  id: z.string(),
  notebookId: z.string(),
  title: z.string(),
  mimeType: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  /** The original. */
  blobKey: z.string(),
  /** The extracted text with its structure; null before. */
  textKey: optional(z.string()),
  status: z.enum(DOCUMENT_STATUSES),
  progress: z.number(),
  errorCode: optional(z.string()),
  errorMessage: optional(z.string()),
  errorStage: optional(z.enum(DOCUMENT_STATUSES)),
  errorRetryable: optional(z.boolean()),
  errorHint: optional(z.string()),
  pageCount: optional(z.number()),
  passageCount: z.number(),
  addedById: optional(z.string()),
  /** Counts processings; passages of an older one serve until the new ones are there. */
  generation: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

export type DocumentRecord = Readonly<z.infer<typeof documentSchema>>;

export const documentRow = z.object({ document: documentSchema });
