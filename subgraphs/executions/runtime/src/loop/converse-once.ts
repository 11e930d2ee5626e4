import type { Journal, RunOutcome } from '../journal.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { answerQuestion } from './answer-question.ts';
import { questionOf } from './question-of.ts';
import { renderInstructions } from './render-instructions.ts';
import { retrieveKnowledge, searchQuery } from './retrieve-knowledge.ts';

/**
 * The loop of Q&A and conversational agents: recall the turns before, search the knowledge, build the prompt, ask the model and run the
 * tools it calls until it answers, check what it cites, end. Each stage that costs or waits is a step of the journal; on resume
 * done steps answer from it.
 */
export async function converseOnce(journal: Journal, parts: RuntimeParts): Promise<RunOutcome> {
  const { spec, input } = journal.run;
  const text = questionOf(input);
  const window = spec.kind === 'CONVERSATIONAL' && spec.memory.shortTerm.enabled ? spec.memory.shortTerm.window : 0;
  const earlier = window === 0 ? [] : await journal.earlierMessages(window);
  const found = await retrieveKnowledge(journal, parts, searchQuery(text, earlier));
  const instructions = renderInstructions(spec.instructions, input);
  const situation = { sawPrivate: false, sawUntrusted: false };
  return answerQuestion(journal, parts, { instructions, text, found, earlier, situation });
}
