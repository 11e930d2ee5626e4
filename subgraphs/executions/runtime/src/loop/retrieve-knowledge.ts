import type { EarlierMessage, Journal } from '../journal.ts';
import type { RetrievedPassage, RuntimeParts } from '../runtime-parts.ts';

const TIMEOUT_MS = 10_000; // 10 seconds; a search normally takes tens of milliseconds
/** A follow-up such as "and abroad?" names too little to search with; the turn before it completes the query. */
const SHORT_QUESTION_WORDS = 5;
/** A model profits little from more, and a long prompt costs. */
const MAXIMUM_PASSAGES = 20;

/** What to search for: the question, with the person's previous words when it is too short to stand alone. */
export function searchQuery(question: string, earlier: readonly EarlierMessage[]): string {
  if (question.trim().split(/\s+/u).length > SHORT_QUESTION_WORDS) return question;
  const previous = earlier.findLast((message) => message.role === 'USER');
  return previous === undefined ? question : `${previous.text}\n${question}`;
}

/** Searches every knowledge part of the spec side by side, one step each; answers the best passages of all, each once. */
export async function retrieveKnowledge(
  journal: Journal,
  parts: RuntimeParts,
  query: string,
): Promise<readonly RetrievedPassage[]> {
  const { run } = journal;
  const entries = Object.entries(run.spec.knowledge).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const found = await Promise.all(
    entries.map(([key, knowledge]) => {
      const notebookId = run.notebooks[knowledge.notebook];
      if (notebookId === undefined) return [];
      return journal.step(
        {
          key: `retrieve/${key}`,
          type: 'VECTOR_SEARCH',
          name: `Search ${knowledge.notebook}`,
          input: { query, notebook: knowledge.notebook, mode: knowledge.mode, topK: knowledge.topK },
        },
        async (step) => {
          const { passages, partial } = await parts.searchKnowledge({
            run,
            notebookIds: [notebookId],
            query,
            mode: knowledge.mode,
            first: knowledge.topK,
            minimumScore: knowledge.minimumScore ?? null,
            timeoutMs: TIMEOUT_MS,
            signal: step.signal,
          });
          return {
            output: passages,
            details: {
              results: passages.length,
              partial,
              mode: knowledge.mode,
              scores: passages.map((passage) => passage.score),
            },
            usage: null,
          };
        },
      );
    }),
  );
  const unique = new Map(found.flat().map((passage) => [passage.passageId, passage]));
  return [...unique.values()].toSorted((left, right) => right.score - left.score).slice(0, MAXIMUM_PASSAGES);
}
