import type { Produces } from '@aether/schema';
import { documentSchema, type ProducedDocument } from '../artifacts/document.ts';
import { neededBlocks } from './needed-blocks.ts';
import { jsonOfAnswer } from '../loop/json-of-answer.ts';

/** More than a file of anybody should have; a model that runs away ends here. */
const MAXIMUM_BLOCKS = 1_000;
const MAXIMUM_CHARACTERS = 500_000;

export type ReadDocument =
  | { readonly ok: true; readonly value: ProducedDocument }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads what a model answered as a document that the wanted files can be made of. */
export function readDocument(text: string, produces: Produces): ReadDocument {
  if (text.length > MAXIMUM_CHARACTERS) return refused(`the answer has more than ${MAXIMUM_CHARACTERS} characters`);
  const json = jsonOfAnswer(text);
  if (json === undefined) return refused('the answer is no JSON');
  const parsed = documentSchema.safeParse(json);
  if (!parsed.success)
    return refused(...parsed.error.issues.map(({ path, message }) => `/${path.map(String).join('/')} ${message}`));
  const problems = problemsOf(parsed.data, produces);
  return problems.length === 0 ? { ok: true, value: parsed.data } : refused(...problems);
}

const refused = (...problems: readonly string[]): ReadDocument => ({ ok: false, problems });

function problemsOf({ title, blocks }: ProducedDocument, produces: Produces): readonly string[] {
  const tables = blocks.flatMap((block, index) => {
    if (block.type !== 'table') return [];
    if (block.columns.length === 0) return [`/blocks/${index} a table needs columns`];
    const wrong = block.rows.findIndex((row) => row.length !== block.columns.length);
    return wrong === -1
      ? []
      : [
          `/blocks/${index}/rows/${wrong} has ${block.rows[wrong]?.length} cells where ${block.columns.length} columns are`,
        ];
  });
  const headings = blocks.flatMap((block) =>
    block.type === 'heading' && block.level === 1 ? [block.text.trim()] : [],
  );
  const missing = produces.sections.filter((section) => !headings.includes(section.title));
  return [
    ...(title.trim() === '' ? ['/title is empty'] : []),
    ...(blocks.length === 0 ? ['/blocks is empty'] : []),
    ...(blocks.length > MAXIMUM_BLOCKS ? [`/blocks has more than ${MAXIMUM_BLOCKS} entries`] : []),
    ...missing.map((section) => `the heading "${section.title}" of level 1 is missing`),
    ...neededBlocks(produces).flatMap(([type, formats]) =>
      blocks.some((block) => block.type === type) ? [] : [`a block of type ${type} is missing, for ${formats}`],
    ),
    ...tables,
  ];
}
