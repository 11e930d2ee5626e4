import { OutputInvalidError } from '../errors.ts';
import type { Journal, RunOutcome } from '../journal.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { buildMessages } from './build-messages.ts';
import { callModel, type ModelRequest } from './call-model.ts';
import { checkCitations } from './check-citations.ts';
import { converse } from './converse.ts';
import { offeredTools } from './plan-tool-call.ts';
import { questionOf } from './question-of.ts';
import { renderInstructions } from './render-instructions.ts';
import { retrieveKnowledge, searchQuery } from './retrieve-knowledge.ts';
import { structuredOutput } from './structured-output.ts';

const NO_SOURCE = 'The notebooks of this agent hold nothing on that, so there is no answer with a source.';

/**
 * The loop of Q&A and conversational agents: recall the turns before, search the knowledge, build the prompt, ask the model and run the
 * tools it calls until it answers, check what it cites, end. Each stage that costs or waits is a step of the journal; on resume
 * done steps answer from it.
 */
export async function executeAgent(journal: Journal, parts: RuntimeParts): Promise<RunOutcome> {
  const { spec, input } = journal.run;
  const question = questionOf(input);
  const window = spec.kind === 'CONVERSATIONAL' && spec.memory.shortTerm.enabled ? spec.memory.shortTerm.window : 0;
  const earlier = window === 0 ? [] : await journal.earlierMessages(window);
  const found = await retrieveKnowledge(journal, parts, searchQuery(question, earlier));
  const offered = offeredTools(spec, journal.run.tools);

  const needsSource = Object.values(spec.knowledge).some((knowledge) => knowledge.citations === 'REQUIRED');
  if (needsSource && found.length === 0 && offered.size === 0)
    return { output: { answer: NO_SOURCE, answered: false }, text: NO_SOURCE, citations: [] };

  const built = buildMessages({
    instructions: renderInstructions(spec.instructions, input),
    passages: found,
    earlier,
    question,
    tools: journal.run.tools,
  });
  const { answer, request } = await converse(journal, parts, built, offered);
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
