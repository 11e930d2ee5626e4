/** Everything that this model says in its own words. It never pretends to be more than it is. */
export const PHRASES = {
  introduction:
    'I am builtin/extract, the built-in model of Aether, and no language model: I cannot write or reason freely. I answer questions by quoting sentences from the passages of a notebook, fill forms from what a text says, and call a tool when your request names all it needs. Connect a model provider for more.',
  noPassages:
    'I was given no passages to quote from, so I cannot answer this. I am builtin/extract, no language model: add a notebook to this agent, or connect a model provider.',
  silent:
    'The passages I was given do not answer this question. I am builtin/extract, no language model: I only quote what they say, and I found no sentence that fits.',
  missingArguments: (tool: string, missing: readonly string[]) =>
    `I would call the tool "${tool}" for this, but your request does not say ${list(missing)}. Please name ${missing.length === 1 ? 'it' : 'them'}.`,
  noTool:
    'A tool call was required, but none of the tools fits this request clearly. I am builtin/extract, no language model, and do not guess.',
  toolResult: (tool: string, text: string) =>
    text === '' ? `The tool "${tool}" answered nothing.` : `The tool "${tool}" answered:\n\n${text}`,
  missingFields: (missing: readonly string[]) =>
    `The text does not say ${list(missing)}, and the schema allows no empty value there. I do not invent values.`,
} as const;

function list(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length < 2
    ? (quoted[0] ?? 'all it needs')
    : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) ?? ''}`;
}
