/** Names that hold the person's words, in this order; the templates use the first two. */
const NAMES = ['question', 'message', 'prompt', 'text', 'query'];

/** The person's words in an input: the usual field, else the only text field, else the whole input as JSON. */
export function questionOf(input: Readonly<Record<string, unknown>>): string {
  for (const name of NAMES) {
    const value = input[name];
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  const texts = Object.values(input).filter((value) => typeof value === 'string');
  return texts.length === 1 && texts[0] !== undefined ? texts[0] : JSON.stringify(input);
}
