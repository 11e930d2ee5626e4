import { OutputInvalidError } from '../errors.ts';
import type { EarlierMessage, Journal, RunOutcome } from '../journal.ts';
import type { RetrievedPassage, RuntimeParts } from '../runtime-parts.ts';
import { buildMessages } from './build-messages.ts';
import { callModel, type ModelRequest } from './call-model.ts';
import { checkCitations } from './check-citations.ts';
import { converse } from './converse.ts';
import { offeredTools } from './plan-tool-call.ts';
import { structuredOutput } from './structured-output.ts';
import type { ToolSituation } from './tool-policy.ts';

const NO_SOURCE = 'The notebooks of this agent hold nothing on that, so there is no answer with a source.';

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
  const needsSource = Object.values(spec.knowledge).some((knowledge) => knowledge.citations === 'REQUIRED');
  if (needsSource && found.length === 0 && offered.size === 0)
    return { output: { answer: NO_SOURCE, answered: false }, text: NO_SOURCE, citations: [] };

  const built = buildMessages({ instructions, passages: found, earlier, question: text, tools });
  const { answer, request } = await converse(journal, parts, built, offered, situation);
  if (spec.outputs !== undefined) return structured(journal, parts, request, answer.text, spec.outputs);

  const checked = checkCitations(answer.text, built.passages);
  return {
    output: {
      answer: checked.text,
      ...(checked.invented === 0 ? {} : { inventedCitations: checked.invented }),
      ...(needsSource && checked.citations.length === 0 ? { answered: false } : {}),
    },
    text: checked.text,
    citations: checked.citations,
  };
}

/** Validates the answer against the agent's outputs; one repair is asked for, then the run fails with the problems. */
async function structured(
  journal: Journal,
  parts: RuntimeParts,
  request: ModelRequest,
  text: string,
  outputs: NonNullable<Journal['run']['spec']['outputs']>,
): Promise<RunOutcome> {
  const first = structuredOutput(text, outputs);
  if (first.ok) return { output: first.value, text: JSON.stringify(first.value), citations: [] };
  const repaired = await callModel(journal, parts, {
    turn: request.turn + 1,
    tools: [],
    messages: [
      ...request.messages,
      { role: 'assistant', content: text },
      {
        role: 'user',
        content: `That does not fit the schema: ${first.problems.join('; ')}. Answer again with the JSON object only.`,
      },
    ],
  });
  const second = structuredOutput(repaired.text, outputs);
  if (!second.ok) throw new OutputInvalidError(repaired.model, second.problems);
  return { output: second.value, text: JSON.stringify(second.value), citations: [] };
}
