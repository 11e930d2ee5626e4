import type { ExtractedText, TextBlock } from '../extract/extracted-text.ts';
import type { PassageSettings, PassageSpan } from './passage-span.ts';
import { type TextUnit, countWords, unitsOf } from './text-units.ts';

/** English text of our encoders: 100 tokens are about 75 words. */
const WORDS_PER_TOKEN = 0.75;
/** Sections shorter than this share of a passage join the next one: a passage of ten words answers nothing. */
const SMALLEST_SECTION = 0.4;

interface Section {
  readonly units: readonly TextUnit[];
  readonly words: number;
}

const samePath = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((heading, index) => heading === right[index]);

const wordsIn = (units: readonly TextUnit[]): number => units.reduce((sum, unit) => sum + unit.words, 0);

/** Blocks under the same headings, small neighbours joined. */
function sectionsOf(extracted: ExtractedText, maximumWords: number): readonly Section[] {
  const sections: { units: TextUnit[]; path: readonly string[]; words: number }[] = [];
  for (const block of extracted.blocks) {
    const units = [...unitsOf(extracted.text, block, maximumWords)];
    const last = sections.at(-1);
    if (
      last !== undefined &&
      (samePath(last.path, block.headingPath) || last.words < maximumWords * SMALLEST_SECTION)
    ) {
      last.units.push(...units);
      last.words += wordsIn(units);
      last.path = block.headingPath;
    } else {
      sections.push({ units, words: wordsIn(units), path: block.headingPath });
    }
  }
  return sections;
}

/** Passages of about equal size, so that no section ends in a scrap. */
function* groupsOf(section: Section, maximumWords: number): Generator<readonly TextUnit[]> {
  const target = section.words / Math.max(1, Math.ceil(section.words / maximumWords));
  let group: TextUnit[] = [];
  let words = 0;
  for (const unit of section.units) {
    const full = words >= target || words + unit.words > maximumWords;
    if (group.length > 0 && full) {
      yield group;
      group = [];
      words = 0;
    }
    group.push(unit);
    words += unit.words;
  }
  if (group.length > 0) yield group;
}

/** The tail that the next passage repeats: whole units first, else single words. */
function overlapOf(
  text: string,
  group: readonly TextUnit[],
  overlapWords: number,
): { start: number; page: number | null } | null {
  if (overlapWords < 1) return null;
  let first: TextUnit | null = null;
  let words = 0;
  for (const unit of group.slice(1).toReversed()) {
    if (words + unit.words > overlapWords) break;
    first = unit;
    words += unit.words;
  }
  if (first !== null) return { start: first.start, page: first.block.page };
  const last = group.at(-1);
  if (last === undefined) return null;
  const runs = [...text.slice(last.start, last.end).matchAll(/\S+/gu)];
  let from: number | null = null;
  // A long run, such as an address, counts as several words. Never all runs of the unit: a passage must begin later than the one before.
  for (const run of runs.slice(1).toReversed()) {
    words += countWords(run[0]);
    if (words > overlapWords) break;
    from = run.index;
  }
  return from === null ? null : { start: last.start + from, page: last.block.page };
}

/** The headings of most of its words. */
function mainBlock(group: readonly TextUnit[]): TextBlock | undefined {
  const words = new Map<string, { block: TextBlock; words: number }>();
  for (const unit of group) {
    const key = JSON.stringify(unit.block.headingPath);
    words.set(key, { block: unit.block, words: (words.get(key)?.words ?? 0) + unit.words });
  }
  return [...words.values()].toSorted((left, right) => right.words - left.words)[0]?.block;
}

/**
 * Cuts a text into passages along headings, paragraphs and sentences; 200 tokens make passages of 100 to 150 words.
 * Together they cover all of the text but white space. A passage begins with the last words of the one before it under the same headings.
 */
export function splitPassages(extracted: ExtractedText, settings: PassageSettings): readonly PassageSpan[] {
  const passageWords = Math.max(2, Math.round(settings.passageTokens * WORDS_PER_TOKEN));
  const overlapWords = Math.min(Math.round(settings.overlapTokens * WORDS_PER_TOKEN), passageWords >> 1);
  const newWords = passageWords - overlapWords;
  const { text } = extracted;
  const spans: PassageSpan[] = [];
  for (const section of sectionsOf(extracted, newWords)) {
    let repeated: { readonly start: number; readonly page: number | null } | null = null;
    for (const group of groupsOf(section, newWords)) {
      const first = group[0];
      const last = group.at(-1);
      if (first === undefined || last === undefined) continue;
      const { start, page }: { start: number; page: number | null } = repeated ?? {
        start: first.start,
        page: first.block.page,
      };
      const end = start + text.slice(start, last.end).trimEnd().length;
      if (end > start) spans.push({ start, end, headingPath: mainBlock(group)?.headingPath ?? [], page });
      repeated = overlapOf(text, group, overlapWords);
    }
  }
  return spans;
}
