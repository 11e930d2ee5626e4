const LONGEST_NAME = 48;
const LEADING =
  /^(please\s+)?(i (want|need)( an agent)? (to|that)\s+|build( me)?( an agent)?( that| to)?\s+|an? agent (that|to)\s+)/i;

/** A short name for an agent from the sentence that describes its job. It can be changed later. */
export function nameFromSentence(sentence: string): string {
  const [firstClause = ''] = sentence
    .trim()
    .replace(LEADING, '')
    .split(/[.!?;\n]|, | and (?=\w+ )/);
  let name = '';
  for (const word of firstClause.split(/\s+/).slice(0, 6)) {
    const longer = name === '' ? word : `${name} ${word}`;
    if (longer.length > LONGEST_NAME) break;
    name = longer;
  }
  if (name === '') return 'New agent';
  return name.charAt(0).toUpperCase() + name.slice(1);
}
