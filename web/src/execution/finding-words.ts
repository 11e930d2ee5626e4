/** Text of a tool server that is meant to steer a model. */
export interface Finding {
  rule: string;
  /** People do not see it. */
  hidden: boolean;
  /** Of the text in what the server sent, and how many characters from its start. */
  path: string;
  offset: number;
  excerpt: string;
}

const WORDS: Readonly<Record<string, string>> = {
  TAG_CHARACTERS: 'Letters that no font shows',
  BIDI_OVERRIDE: 'Text in another order than it is shown',
  INVISIBLE_RUN: 'Data in characters without width',
  TERMINAL_ESCAPE: 'Text concealed by a terminal sequence',
  HIDDEN_MARKUP: 'Instructions in a comment or an element that is not shown',
  SPLIT_WORDS: 'Instructions split by invisible characters',
  NESTED_TOO_DEEP: 'Nested so deep that nobody has looked into it',
  INSTRUCTION_OVERRIDE: 'Asks to ignore instructions',
  MODEL_ADDRESSED: 'Speaks to the model',
  INSTRUCTION_TAG: 'A tag for instructions',
  CHAT_TEMPLATE_TOKEN: 'Begins a turn of the conversation',
  SECRET_REQUEST: 'Asks for secrets or the conversation',
  EXFILTRATION_LINK: 'A link that could carry data out',
};

/** What a rule of the gateway found, in words. */
export function findingWord(rule: string): string {
  return WORDS[rule] ?? rule;
}
