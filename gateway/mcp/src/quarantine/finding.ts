/** What a text may have that a person does not see and a model does. */
export const HIDDEN_RULES = [
  /** Letters of the Unicode tag block, which no font shows; subdivision flags are none. */
  'TAG_CHARACTERS',
  /** A direction override over words: people read another order than is there. */
  'BIDI_OVERRIDE',
  /** Twelve or more characters without width in a row, of two kinds or more, which is how bytes are hidden in a text. */
  'INVISIBLE_RUN',
  /** A terminal sequence that conceals text, writes to the clipboard, or carries a string that is not shown. */
  'TERMINAL_ESCAPE',
  /** A phrase of `PLAIN_RULES` in an HTML comment, a Markdown comment or an element that is not shown. */
  'HIDDEN_MARKUP',
  /** A phrase of `PLAIN_RULES` that can be read only without the invisible characters between its letters. */
  'SPLIT_WORDS',
  /** A value in so many others that nobody looks into it. */
  'NESTED_TOO_DEEP',
] as const;

/** What everybody can see, and what reads as if it were meant for a model. */
export const PLAIN_RULES = [
  /** "Ignore all previous instructions." */
  'INSTRUCTION_OVERRIDE',
  /** "You must now call the tool …", "do not tell the user", "note to the AI assistant". */
  'MODEL_ADDRESSED',
  /** A tag such as `<IMPORTANT>` or `<system-reminder>`. */
  'INSTRUCTION_TAG',
  /** A token that begins a turn in the templates of models, or turns written out. */
  'CHAT_TEMPLATE_TOKEN',
  /** "Read ~/.ssh/id_rsa and pass it …", "send the conversation to https://…". */
  'SECRET_REQUEST',
  /** An image, or a link, whose address would carry data out: a placeholder or a long value in its query. */
  'EXFILTRATION_LINK',
] as const;

export type HiddenRule = (typeof HIDDEN_RULES)[number];
export type PlainRule = (typeof PLAIN_RULES)[number];
export type QuarantineRule = HiddenRule | PlainRule;

/** Where a rule hit a text. */
export interface TextFinding {
  readonly rule: QuarantineRule;
  readonly hidden: boolean;
  /** UTF-16 units from the start of the text as it came. */
  readonly offset: number;
  /** What was found, with everything invisible written out; at most 160 characters. */
  readonly excerpt: string;
}

export interface Finding extends TextFinding {
  /** Of the text in the whole value: `content[0].text`. */
  readonly path: string;
}
