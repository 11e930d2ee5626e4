/** Words of a question that say nothing about its subject. */
const STOP_WORDS = new Set(
  'a an and are as at be by can do does for from has have how i if in is it its me my of on or our that the their there they this to was we what when where which who why will with you your'.split(
    ' ',
  ),
);
/** Lucene refuses more than 1,024 clauses; a question has far fewer words. */
const MAXIMUM_TERMS = 64;
/** The words of a text as the index knows them: letters and digits, lower case. None of Lucene's signs survives. */
function wordsOf(text: string): readonly string[] {
  return [...text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)].map((match) => match[0]);
}

/** The terms to look for; a question of stop words only keeps them. */
export function searchTerms(query: string): readonly string[] {
  const words = [...new Set(wordsOf(query))];
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  return (telling.length > 0 ? telling : words).slice(0, MAXIMUM_TERMS);
}

/** Lucene reads these words as operators when they are in capitals; quotes make every term a plain one. */
export const quotedTerm = (term: string): string => `"${term}"`;
