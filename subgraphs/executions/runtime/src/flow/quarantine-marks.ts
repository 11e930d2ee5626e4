import { inMarks, type JsonValue, type TextMarks } from '@aether/schema';
import { mapTexts } from './map-texts.ts';
import { namesIn } from './names-in.ts';

/** Puts marks around texts of values, and takes them away. */
export class QuarantineMarks {
  readonly all: readonly TextMarks[];

  constructor(all: readonly TextMarks[]) {
    this.all = all;
  }

  around(value: JsonValue): JsonValue {
    return mapTexts(value, (text) => (text === '' ? text : this.#around(text)));
  }

  /** As it was, but for what a text says itself in the manner of a mark. */
  without(value: JsonValue): JsonValue {
    return mapTexts(value, (text) => this.#strip(text));
  }

  /**
   * For the input of another agent: what is one short word is a name or an address, which its tools need as it is. An object that has anything else for
   * the name of a field is a text in marks, because names cannot stand in them.
   */
  aroundSentences(marked: JsonValue): JsonValue {
    if (namesIn(marked).some((name) => !WORD.test(name))) return this.ofPrompt(marked);
    return mapTexts(marked, (text) => {
      const said = this.#strip(text);
      return WORD.test(said) ? said : text;
    });
  }

  /** The text of a prompt; one with more marks than words is put in marks as a whole. */
  ofPrompt(marked: JsonValue): string {
    const isTold = typeof marked === 'string' && this.#count(marked) <= MOST_MARKS;
    if (isTold) return marked;
    const said = this.without(marked);
    return this.#around(typeof said === 'string' ? said : JSON.stringify(said));
  }

  /** Marks around marks stay marks; only what the text itself says is none. */
  #around(text: string): string {
    const [innermost, ...others] = this.all;
    if (innermost === undefined) return text;
    return others.reduce((inside, { begin, end }) => `${begin}\n${inside}\n${end}`, inMarks(text, innermost));
  }

  #strip(text: string): string {
    return this.all.reduce(
      (rest, { begin, end }) => rest.replaceAll(`${begin}\n`, '').replaceAll(`\n${end}`, ''),
      text,
    );
  }

  #count(text: string): number {
    return this.all.reduce((sum, { begin }) => sum + text.split(begin).length - 1, 0);
  }
}

/** Visible ASCII without blanks, as ids and addresses are; scripts that are written without blanks make sentences of one. */
const WORD = /^[\x21-\x7e]{1,256}$/u;

/** In one prompt, around parts of it. */
const MOST_MARKS = 20;
