import { PlatformError } from '@aether/common/service';
import type { Produces } from '@aether/schema';
import type { Journal, RunOutcome } from '../journal.ts';
import { needsSource, NO_SOURCE } from '../loop/needs-source.ts';
import { questionOf, searchedText } from '../loop/question-of.ts';
import { renderInstructions } from '../loop/render-instructions.ts';
import { QUERY_CHARACTERS, retrieveKnowledge, searchQuery } from '../loop/retrieve-knowledge.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { type MadeFiles, makeFiles } from './make-files.ts';
import { writeDocument, type WrittenDocument } from './write-document.ts';

/**
 * The loop of an agent of kind PRODUCER: search the knowledge, let the model write the document, make each file of it and keep it. In a
 * conversation it sees the turns before, so that "make it shorter" makes the next version. Where all files are images, nothing is written.
 */
export async function produceArtifacts(journal: Journal, parts: RuntimeParts): Promise<RunOutcome> {
  const { produces } = journal.run.spec;
  if (produces === undefined)
    throw new PlatformError('VALIDATION_FAILED', 'The specification of this PRODUCER names no files to make.');
  const isWritten = Object.values(produces.artifacts).some(({ format }) => format !== 'IMAGE');
  const written = isWritten ? await write(journal, parts, produces) : null;
  if (isWritten && written === null)
    return { output: { answer: NO_SOURCE, answered: false, artifacts: [] }, text: NO_SOURCE, citations: [] };
  const files = await makeFiles(journal, parts, produces, written);
  const answer = answerOf(written, files);
  const { citations = [], invented = 0 } = written ?? {};
  return {
    output: {
      answer,
      ...(written === null ? {} : { title: written.document.title }),
      artifacts: files.made.map((artifact) => ({ ...artifact })),
      ...(files.notes.length === 0 ? {} : { notes: files.notes }),
      ...(invented === 0 ? {} : { inventedCitations: invented }),
      ...(isWritten && needsSource(journal.run) && citations.length === 0 ? { answered: false } : {}),
    },
    text: answer,
    citations,
  };
}

/** Null = it needs a source, and none was found. */
async function write(journal: Journal, parts: RuntimeParts, produces: Produces): Promise<WrittenDocument | null> {
  const { spec, input, conversationId } = journal.run;
  const { shortTerm } = spec.memory;
  const text = questionOf(input);
  const earlier = conversationId !== null && shortTerm.enabled ? await journal.earlierMessages(shortTerm.window) : [];
  const query = text.length <= QUERY_CHARACTERS ? searchQuery(text, earlier) : searchedText(input);
  const found = await retrieveKnowledge(journal, parts, query);
  if (needsSource(journal.run) && found.length === 0 && Object.keys(spec.tools).length === 0) return null;
  const instructions = renderInstructions(spec.instructions, input);
  return writeDocument(journal, parts, { instructions, text, found, earlier, produces });
}

/** What people read in the chat and other agents get as an answer. */
function answerOf(written: WrittenDocument | null, { made, notes }: MadeFiles): string {
  const { title = '', summary = '' } = written?.document ?? {};
  const files = made.map(({ name, version }) => (version === 1 ? name : `${name} (version ${version})`)).join(', ');
  return [title, summary, files === '' ? '' : `Made: ${files}.`, ...notes].filter((part) => part !== '').join('\n\n');
}
