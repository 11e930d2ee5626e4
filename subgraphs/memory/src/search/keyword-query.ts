/** Words of a question that say nothing about its subject. */
const STOP_WORDS = new Set(
  'a an and are as at be by can do does for from has have how i if in is it its me my of on or our that the their there they this to was we what when where which who why will with you your'.split(
    ' ',
  ),
);
/** Lucene refuses more than 1,024 clauses; a question has far fewer words. */
const MAXIMUM_TERMS = 64;
/** Beyond this many notebooks the tenant is the filter in the index, and the statement's own predicate does the rest. */
const MAXIMUM_NOTEBOOKS = 400;

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
const quoted = (term: string): string => `"${term}"`;

/**
 * A Lucene query over passages: any of the terms, in the tenant's notebooks. Filtering inside the index keeps small tenants from
 * starving behind large ones. Null = the text has no word to look for.
 */
export function keywordQuery(
  query: string,
  scope: { readonly tenantId: string; readonly notebookIds: readonly string[] },
): string | null {
  const terms = searchTerms(query);
  if (terms.length === 0) return null;
  const place =
    scope.notebookIds.length > MAXIMUM_NOTEBOOKS
      ? `tenantId:${quoted(scope.tenantId)}`
      : `notebookId:(${scope.notebookIds.map(quoted).join(' OR ')})`;
  return `+text:(${terms.map(quoted).join(' OR ')}) +(${place})^0`;
}
