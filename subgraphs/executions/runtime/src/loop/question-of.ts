/** Names that hold the person's words, in this order; the templates use the first two. */
const NAMES = ['question', 'message', 'prompt', 'text', 'query'];

/** The person's words in an input: the usual field, else the only text field, else the whole input as JSON. */
export function questionOf(input: Readonly<Record<string, unknown>>): string {
  const usual = usualWords(input);
  if (usual !== undefined) return usual;
  const texts = Object.values(input).filter((value) => typeof value === 'string');
  return texts.length === 1 && texts[0] !== undefined ? texts[0] : JSON.stringify(input);
}

/** What is searched for where the input is long: as `questionOf`, but several text fields as they were written, without the signs of JSON. */
export function searchedText(input: Readonly<Record<string, unknown>>): string {
  const texts = Object.values(input).filter((value) => typeof value === 'string');
  return usualWords(input) ?? (texts.length > 1 ? texts.join('\n') : questionOf(input));
}

function usualWords(input: Readonly<Record<string, unknown>>): string | undefined {
  const values = NAMES.map((name) => input[name]).filter((value) => typeof value === 'string');
  return values.find((value) => value.trim() !== '');
}
