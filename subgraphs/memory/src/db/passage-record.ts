import { z } from 'zod';
import { optional } from './columns.ts';

/** A passage as it stands in the graph, without its vectors. */
export const passageSchema = z.object({
  id: z.string(),
  documentId: z.string(),
  notebookId: z.string(),
  /** From 0, in reading order. */
  position: z.number(),
  text: z.string(),
  headingPath: z.array(z.string()),
  page: optional(z.number()),
  startOffset: z.number(),
  endOffset: z.number(),
});

export type PassageRecord = Readonly<z.infer<typeof passageSchema>>;

export const passageRow = z.object({ passage: passageSchema });

/** Map projection that leaves the vectors, 2 kB each, in the database. */
export const PASSAGE_FIELDS =
  'passage {.id, .documentId, .notebookId, .position, .text, .headingPath, .page, .startOffset, .endOffset} AS passage';
