import { meaningsOf, phraseMeanings } from './synonyms.ts';
import { isFrameWord, isStopWord, stem, wordsOf } from './words.ts';

/** What a text is about: stems and meanings. */
export interface TextTerms {
  readonly stems: ReadonlySet<string>;
  readonly meanings: ReadonlySet<number>;
}

/** Something a question asks about. */
export interface QuestionTerm {
  readonly text: string;
  readonly stem: string;
  readonly meanings: ReadonlySet<number>;
  /** A name or a number: an answer must have it. */
  readonly specific: boolean;
  /** Of framing words small, of others 1; times the rarity in the passages. */
  readonly weight: number;
}

const FRAME_WEIGHT = 0.2;

export function termsOf(text: string): TextTerms {
  const stems = wordsOf(text).map(stem);
  const meanings = new Set(stems.flatMap((one) => [...meaningsOf(one)]));
  for (const { group } of phraseMeanings(stems)) meanings.add(group);
  return { stems: new Set(stems), meanings };
}

/** How well a text has a term: 1 in its own word, less in another word of the same meaning, 0 not at all. */
export function matchOf(term: QuestionTerm, text: TextTerms): number {
  if (text.stems.has(term.stem)) return 1;
  for (const meaning of term.meanings) if (text.meanings.has(meaning)) return 0.85;
  return 0;
}

export function questionTerms(question: string): readonly QuestionTerm[] {
  const words = wordsOf(question);
  const names = namesIn(question);
  const taken = new Map<number, number>();
  for (const { group, start, length } of phraseMeanings(words.map(stem)))
    for (let place = start; place < start + length; place += 1) taken.set(place, group);
  const terms: QuestionTerm[] = [];
  words.forEach((word, place) => {
    const phrase = taken.get(place);
    if (phrase !== undefined) {
      if (taken.get(place - 1) !== phrase)
        terms.push({ text: word, stem: `phrase ${phrase}`, meanings: new Set([phrase]), specific: false, weight: 1 });
      return;
    }
    if (isStopWord(word) || (word.length === 1 && !/\d/.test(word))) return;
    const stemmed = stem(word);
    if (terms.some((term) => term.stem === stemmed)) return;
    terms.push({
      text: word,
      stem: stemmed,
      meanings: meaningsOf(stemmed),
      specific: names.has(word) || /\d/.test(word),
      weight: isFrameWord(word) ? FRAME_WEIGHT : 1,
    });
  });
  return terms;
}

/** Capitalized words that do not begin the question. */
function namesIn(question: string): ReadonlySet<string> {
  const names = [...question.matchAll(/(?<=[^\s.!?:"“„(]\s+)\p{Lu}[\p{L}\p{N}]*/gu)].map(([name]) =>
    name.toLowerCase(),
  );
  return new Set(names.filter((name) => name !== 'i'));
}
