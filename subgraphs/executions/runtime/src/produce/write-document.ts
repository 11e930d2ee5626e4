import type { Produces } from '@aether/schema';
import type { DocumentSource, ProducedDocument } from '../artifacts/document.ts';
import { mapTexts } from '../artifacts/document-texts.ts';
import { scopedJournal } from '../flow/scoped-journal.ts';
import { LanguageModelNeededError } from '../errors.ts';
import type { Citation, EarlierMessage, Journal } from '../journal.ts';
import { buildMessages } from '../loop/build-messages.ts';
import { checkCitations } from '../loop/check-citations.ts';
import { converse } from '../loop/converse.ts';
import { offeredTools } from '../loop/plan-tool-call.ts';
import { repairedAnswer } from '../loop/repaired-answer.ts';
import type { RetrievedPassage, RuntimeParts } from '../runtime-parts.ts';
import { answersInWords, documentOfWords } from './document-of-words.ts';
import { DOCUMENT_JSON_SCHEMA, documentInstructions } from './document-instructions.ts';
import { readDocument } from './read-document.ts';

/** What is asked for. */
export interface DocumentTask {
  readonly instructions: string;
  readonly text: string;
  readonly found: readonly RetrievedPassage[];
  readonly earlier: readonly EarlierMessage[];
  readonly produces: Produces;
}

export interface WrittenDocument {
  readonly document: ProducedDocument;
  readonly citations: readonly Citation[];
  readonly sources: readonly DocumentSource[];
  /** Marks that named no passage; they are removed. */
  readonly invented: number;
}

/**
 * Lets the model write the document, with its tools and the passages that were found, and checks shape and citations.
 * @throws OutputInvalidError when it is no such document, also after one repair
 * @throws LanguageModelNeededError when a model that only quotes cannot write it
 */
export async function writeDocument(
  journal: Journal,
  parts: RuntimeParts,
  { instructions, text, found, earlier, produces }: DocumentTask,
): Promise<WrittenDocument> {
  const { run } = journal;
  const isWords = answersInWords(run);
  const spec = isWords ? run.spec : { ...run.spec, outputs: DOCUMENT_JSON_SCHEMA };
  const writing = scopedJournal(journal, { run: { ...run, spec } });
  const built = buildMessages({
    instructions: isWords ? instructions : `${instructions}\n\n${documentInstructions(produces)}`,
    passages: found,
    earlier,
    question: text,
    tools: run.tools,
  });
  const before = { sawPrivate: false, sawUntrusted: false };
  const { answer, request } = await converse(writing, parts, built, offeredTools(run.spec, run.tools), before);
  if (isWords) {
    const quoted = withCheckedCitations(documentOfWords(answer, produces, run.input), built.passages);
    // Without a quote and without a tool its words are only about itself: they are nobody's document.
    if (quoted.citations.length === 0 && run.tools.length === 0)
      throw new LanguageModelNeededError(answer.model, 'no passage that it could quote answers what is asked');
    return quoted;
  }
  const written = await repairedAnswer(writing, parts, { request, text: answer.text }, (given) =>
    readDocument(given, produces),
  );
  return withCheckedCitations(written, built.passages);
}

function withCheckedCitations(written: ProducedDocument, passages: readonly RetrievedPassage[]): WrittenDocument {
  const citations = new Map<number, Citation>();
  let invented = 0;
  const document = mapTexts(written, (text) => {
    const checked = checkCitations(text, passages);
    invented += checked.invented;
    for (const citation of checked.citations)
      if (!citations.has(citation.number)) citations.set(citation.number, citation);
    return checked.text;
  });
  const inOrder = [...citations.values()].toSorted((left, right) => left.number - right.number);
  return {
    document,
    citations: inOrder,
    sources: inOrder.map(({ number, documentTitle, page }) => ({ number, title: documentTitle, page })),
    invented,
  };
}
