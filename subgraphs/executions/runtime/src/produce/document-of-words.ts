import type { Produces } from '@aether/schema';
import type { ProducedDocument } from '../artifacts/document.ts';
import { paragraphsOf } from '../artifacts/document-words.ts';
import { LanguageModelNeededError } from '../errors.ts';
import type { PinnedRun } from '../journal.ts';
import type { ModelAnswer } from '../loop/call-model.ts';
import { renderInstructions } from '../loop/render-instructions.ts';
import { neededBlocks } from './needed-blocks.ts';

/** Models that ship with the product: they find and quote passages, and write no JSON of a document. */
export function answersInWords({ spec }: PinnedRun): boolean {
  return spec.model.primary.startsWith('builtin/');
}

/**
 * What a model that only quotes has found, as the paragraphs of a document named like its first file.
 * @throws LanguageModelNeededError when a file needs more than paragraphs
 */
export function documentOfWords(
  { text, model }: ModelAnswer,
  produces: Produces,
  input: PinnedRun['input'],
): ProducedDocument {
  const [needed] = neededBlocks(produces);
  if (needed !== undefined) {
    const [type, formats] = needed;
    throw new LanguageModelNeededError(model, `a block of type ${type} is needed for ${formats}`);
  }
  const [file] = Object.values(produces.artifacts);
  const blocks = paragraphsOf(text).map((paragraph) => ({ type: 'paragraph' as const, text: paragraph }));
  return { title: renderInstructions(file?.name ?? '', input).trim() || 'Document', summary: '', blocks };
}
