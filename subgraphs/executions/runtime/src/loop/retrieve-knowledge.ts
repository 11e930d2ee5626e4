import type { EarlierMessage, Journal } from '../journal.ts';
import type { RetrievedPassage, RuntimeParts } from '../runtime-parts.ts';
import { inParallel } from './in-parallel.ts';
import { textPieces } from './text-pieces.ts';

const TIMEOUT_MS = 10_000; // 10 seconds; a search normally takes tens of milliseconds
/** A follow-up such as "and abroad?" names too little to search with; the turn before it completes the query. */
const SHORT_QUESTION_WORDS = 5;
/** A model profits little from more, and a long prompt costs. */
const MAXIMUM_PASSAGES = 20;
/** The memory service reads this much of a query; a longer one is searched for piece by piece. */
export const QUERY_CHARACTERS = 4_000;
/** Two pieces in a row are longer than one may be, so this holds 64,000 characters: more than any template takes. */
const MAXIMUM_PIECES = 32;
const PIECES_AT_ONCE = 4;

/** What to search for: the question, with the person's previous words when it is too short to stand alone. */
export function searchQuery(question: string, earlier: readonly EarlierMessage[]): string {
  if (question.trim().split(/\s+/u).length > SHORT_QUESTION_WORDS) return question;
  const previous = earlier.findLast((message) => message.role === 'USER');
  return previous === undefined ? question : `${previous.text}\n${question}`;
}

/**
 * Searches every knowledge part of the spec side by side, one step each; answers the best passages of all, each once. What is longer than a
 * query may be is searched for in pieces, within the same step: a long contract takes no more of the run's steps than a short one.
 */
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
          const pieces = query.length <= QUERY_CHARACTERS ? [query] : textPieces(query, QUERY_CHARACTERS);
          const searched = pieces.slice(0, MAXIMUM_PIECES);
          const answers: (readonly RetrievedPassage[])[] = [];
          let partial = searched.length < pieces.length;
          await inParallel([...searched.entries()], PIECES_AT_ONCE, async ([index, piece]) => {
            const answer = await parts.searchKnowledge({
              run,
              notebookIds: [notebookId],
              query: piece,
              mode: knowledge.mode,
              first: knowledge.topK,
              minimumScore: knowledge.minimumScore ?? null,
              timeoutMs: TIMEOUT_MS,
              signal: step.signal,
            });
            answers[index] = answer.passages;
            partial ||= answer.partial;
          });
          const passages = answers.length === 1 ? (answers[0] ?? []) : bestOfEach(answers);
          return {
            output: passages,
            details: {
              results: passages.length,
              ...(searched.length === 1 ? {} : { queries: searched.length }),
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

/** First what each piece found best, then what each found second: a clause on the last page counts as much as one on the first. */
function bestOfEach(answers: readonly (readonly RetrievedPassage[])[]): readonly RetrievedPassage[] {
  const ranked = answers
    .flatMap((passages) => passages.map((passage, rank) => ({ passage, rank })))
    .toSorted((left, right) => left.rank - right.rank || right.passage.score - left.passage.score);
  const best = new Map<string, RetrievedPassage>();
  for (const { passage } of ranked) {
    const known = best.get(passage.passageId);
    if (known === undefined ? best.size < MAXIMUM_PASSAGES : known.score < passage.score)
      best.set(passage.passageId, passage);
  }
  return [...best.values()];
}
