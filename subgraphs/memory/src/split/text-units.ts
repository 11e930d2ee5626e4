import type { TextBlock } from '../extract/extracted-text.ts';

/** The smallest piece that the splitter moves: a sentence, or a part of a sentence that is too long. Units of a block touch each other. */
export interface TextUnit {
  readonly start: number;
  readonly end: number;
  /** Size in words, estimated for scripts that write without spaces. */
  readonly words: number;
  readonly block: TextBlock;
}

/** Longer runs without a space are no words: addresses, tables, or scripts without spaces. */
const LONGEST_WORD = 24;
const CHARACTERS_PER_WORD = 8;

/** Words of a run of characters without white space. */
function wordsOfRun(length: number): number {
  return length <= LONGEST_WORD ? 1 : Math.ceil(length / CHARACTERS_PER_WORD);
}

export function countWords(text: string): number {
  let words = 0;
  for (const run of text.matchAll(/\S+/gu)) words += wordsOfRun(run[0].length);
  return words;
}

/** Never between the halves of a surrogate pair. */
function codePointBoundary(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff ? offset - 1 : offset;
}

/** Cuts at white space, and inside runs that are longer than a unit may be. */
function* cut(text: string, start: number, end: number, maximumWords: number, block: TextBlock): Generator<TextUnit> {
  let from = start;
  let words = 0;
  for (const run of text.slice(start, end).matchAll(/\S+\s*/gu)) {
    const runStart = start + run.index;
    const size = wordsOfRun(run[0].trimEnd().length);
    if (words > 0 && words + size > maximumWords) {
      yield { start: from, end: runStart, words, block };
      from = runStart;
      words = 0;
    }
    words += size;
    const runEnd = runStart + run[0].length;
    while (words > maximumWords) {
      const to = codePointBoundary(text, from + maximumWords * CHARACTERS_PER_WORD);
      if (to <= from || to >= runEnd) break;
      yield { start: from, end: to, words: maximumWords, block };
      from = to;
      words = wordsOfRun(text.slice(from, runEnd).trimEnd().length);
    }
  }
  if (from < end) yield { start: from, end, words, block };
}

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The units of a block in order, without gaps. */
export function* unitsOf(text: string, block: TextBlock, maximumWords: number): Generator<TextUnit> {
  for (const { segment, index } of sentences.segment(text.slice(block.start, block.end))) {
    const start = block.start + index;
    const end = start + segment.length;
    const words = countWords(segment);
    if (words <= maximumWords) yield { start, end, words, block };
    else yield* cut(text, start, end, maximumWords, block);
  }
}
