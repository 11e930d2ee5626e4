import type { EarlierMessage, Journal, RunOutcome } from '../journal.ts';
import type { RetrievedPassage, RuntimeParts } from '../runtime-parts.ts';
import { buildMessages } from './build-messages.ts';
import { checkCitations } from './check-citations.ts';
import { converse } from './converse.ts';
import { needsSource, NO_SOURCE } from './needs-source.ts';
import { offeredTools } from './plan-tool-call.ts';
import { repairedAnswer } from './repaired-answer.ts';
import { structuredOutput } from './structured-output.ts';
import type { ToolSituation } from './tool-policy.ts';

export interface Question {
  readonly instructions: string;
  readonly text: string;
  /** Best first. */
  readonly found: readonly RetrievedPassage[];
  /** Oldest first. */
  readonly earlier: readonly EarlierMessage[];
  /** What the text of the question may hold. */
  readonly situation: ToolSituation;
}

/**
 * Builds the prompt, asks the model and runs the tools it calls until it answers, then checks what it cites, or that it keeps to the
 * outputs.
 */
export async function answerQuestion(journal: Journal, parts: RuntimeParts, question: Question): Promise<RunOutcome> {
  const { spec, tools } = journal.run;
  const { instructions, text, found, earlier, situation } = question;
  const offered = offeredTools(spec, tools);
  const isBacked = needsSource(journal.run);
  if (isBacked && found.length === 0 && offered.size === 0)
    return { output: { answer: NO_SOURCE, answered: false }, text: NO_SOURCE, citations: [] };

  const built = buildMessages({ instructions, passages: found, earlier, question: text, tools });
  const { answer, request } = await converse(journal, parts, built, offered, situation);
  const { outputs } = spec;
  if (outputs !== undefined) {
    const value = await repairedAnswer(journal, parts, { request, text: answer.text }, (given) =>
      structuredOutput(given, outputs),
    );
    return { output: value, text: JSON.stringify(value), citations: [] };
  }

  const checked = checkCitations(answer.text, built.passages);
  return {
    output: {
      answer: checked.text,
      ...(checked.invented === 0 ? {} : { inventedCitations: checked.invented }),
      ...(isBacked && checked.citations.length === 0 ? { answered: false } : {}),
    },
    text: checked.text,
    citations: checked.citations,
  };
}
