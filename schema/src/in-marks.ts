/** What stands around a text that nobody vouches for. Both have a number in them that the text cannot know. */
export interface TextMarks {
  readonly begin: string;
  readonly end: string;
}

/** What all marks begin with. */
const OURS = /\[\s{0,5}Aether\s{0,5}:/giu;

/** A text between marks; what it says itself in the manner of a mark is none. */
export function inMarks(text: string, { begin, end }: TextMarks): string {
  return `${begin}\n${text.replaceAll(OURS, '(Aether:')}\n${end}`;
}
