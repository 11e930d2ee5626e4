import type { Produces } from '@aether/schema';
import { z } from 'zod';
import { neededBlocks } from './needed-blocks.ts';
import { documentSchema } from '../artifacts/document.ts';

/** As models with structured output are given it: alternatives as `anyOf`, which is the only kind that all vendors take. */
export const DOCUMENT_JSON_SCHEMA = documentJsonSchema();

const SHAPE =
  'You write a document. Answer with one JSON object and nothing else: ' +
  '{"title": …, "summary": one or two sentences or "", "blocks": […]}. Each block is one of ' +
  '{"type":"heading","level":1|2|3,"text":…}, {"type":"paragraph","text":…}, {"type":"list","ordered":true|false,"items":[…]}, ' +
  '{"type":"table","title":…,"columns":[…],"rows":[[…]]}, ' +
  '{"type":"questions","items":[{"question":…,"answer":…}]}, {"type":"script","turns":[{"speaker":…,"text":…}]}. Each row of a table has as many cells as there are columns. ' +
  'All texts are plain: no Markdown and no HTML in them. Do not repeat the title as a heading.';

/** What a producer is told beside its own instructions. */
export function documentInstructions(produces: Produces): string {
  const { tone, sections } = produces;
  const headings = sections.map(({ title, about }) => (about === undefined ? `- ${title}` : `- ${title}: ${about}`));
  return [
    SHAPE,
    ...(tone === undefined ? [] : [`Tone: ${tone}.`]),
    ...neededBlocks(produces).map(([type, formats]) => `It has at least one block of type ${type}, for ${formats}.`),
    ...(headings.length === 0
      ? []
      : [`It has these headings of level 1, word for word and in this order:\n${headings.join('\n')}`]),
  ].join('\n\n');
}

function documentJsonSchema(): Record<string, z.core.util.JSONType> {
  const { $schema: _, ...schema } = z.toJSONSchema(documentSchema);
  return JSON.parse(JSON.stringify(schema).replaceAll('"oneOf":', '"anyOf":')) as Record<string, z.core.util.JSONType>;
}
