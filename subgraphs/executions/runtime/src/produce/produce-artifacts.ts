import { PlatformError } from '@aether/common/service';
import type { ArtifactFacts } from '../artifacts/artifact-facts.ts';
import type { Journal, RunOutcome } from '../journal.ts';
import { needsSource, NO_SOURCE } from '../loop/needs-source.ts';
import { questionOf } from '../loop/question-of.ts';
import { renderInstructions } from '../loop/render-instructions.ts';
import { retrieveKnowledge, searchQuery } from '../loop/retrieve-knowledge.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { makeArtifact } from './make-artifact.ts';
import { writeDocument } from './write-document.ts';

/**
 * The loop of an agent of kind PRODUCER: search the knowledge, let the model write the document, make each file of it and keep it. In a
 * conversation it sees the turns before, so that "make it shorter" makes the next version.
 */
export async function produceArtifacts(journal: Journal, parts: RuntimeParts): Promise<RunOutcome> {
  const { spec, input, conversationId } = journal.run;
  const { produces, memory } = spec;
  if (produces === undefined)
    throw new PlatformError('VALIDATION_FAILED', 'The specification of this PRODUCER names no files to make.');
  const text = questionOf(input);
  const isRemembering = conversationId !== null && memory.shortTerm.enabled;
  const earlier = isRemembering ? await journal.earlierMessages(memory.shortTerm.window) : [];
  const found = await retrieveKnowledge(journal, parts, searchQuery(text, earlier));
  const isBacked = needsSource(journal.run);
  if (isBacked && found.length === 0 && Object.keys(spec.tools).length === 0)
    return { output: { answer: NO_SOURCE, answered: false, artifacts: [] }, text: NO_SOURCE, citations: [] };
  const instructions = renderInstructions(spec.instructions, input);
  const { document, citations, sources, invented } = await writeDocument(journal, parts, {
    instructions,
    text,
    found,
    earlier,
    produces,
  });
  const made: ArtifactFacts[] = [];
  for (const [key, { name, format }] of Object.entries(produces.artifacts)) {
    const task = { key, name: renderInstructions(name, input), format, document, sources };
    made.push(await makeArtifact(journal, parts, { ...task, titlePage: produces.titlePage }));
  }
  const answer = answerOf(document.title, document.summary, made);
  return {
    output: {
      answer,
      title: document.title,
      artifacts: made.map((artifact) => ({ ...artifact })),
      ...(invented === 0 ? {} : { inventedCitations: invented }),
      ...(isBacked && citations.length === 0 ? { answered: false } : {}),
    },
    text: answer,
    citations,
  };
}

/** What people read in the chat and other agents get as an answer. */
function answerOf(title: string, summary: string, made: readonly ArtifactFacts[]): string {
  const files = made.map(({ name, version }) => (version === 1 ? name : `${name} (version ${version})`)).join(', ');
  return [title, ...(summary === '' ? [] : [summary]), `Made: ${files}.`].join('\n\n');
}
