import { z } from 'zod';

const heading = z.strictObject({
  type: z.literal('heading'),
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  text: z.string(),
});
const paragraph = z.strictObject({ type: z.literal('paragraph'), text: z.string() });
const list = z.strictObject({ type: z.literal('list'), ordered: z.boolean(), items: z.array(z.string()) });
const table = z.strictObject({
  type: z.literal('table'),
  title: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())),
});
const questions = z.strictObject({
  type: z.literal('questions'),
  items: z.array(z.strictObject({ question: z.string(), answer: z.string() })),
});
/** What is spoken, turn by turn. */
const script = z.strictObject({
  type: z.literal('script'),
  turns: z.array(z.strictObject({ speaker: z.string(), text: z.string() })),
});

export const documentSchema = z.strictObject({
  title: z.string(),
  /** One or two sentences; empty = none. */
  summary: z.string(),
  blocks: z.array(z.discriminatedUnion('type', [heading, paragraph, list, table, questions, script])),
});

/**
 * What a producer writes, before it has a format. Texts are plain: no Markdown, no HTML. Every format is made from it, so that they all
 * say the same.
 */
export type ProducedDocument = z.output<typeof documentSchema>;
export type Block = ProducedDocument['blocks'][number];

/** A passage that the document cites, as its list of sources names it. */
export interface DocumentSource {
  readonly number: number;
  readonly title: string;
  readonly page: number | null;
}
