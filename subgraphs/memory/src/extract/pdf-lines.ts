/** A line as it stands on a page; PDF knows no paragraphs. */
export interface PdfLine {
  readonly text: string;
  /** Height of the type in points. */
  readonly size: number;
  /** Baseline, counted from the bottom of the page. */
  readonly y: number;
}

export interface PdfParagraph {
  readonly text: string;
  /** 1 to 3 for headings, by size. */
  readonly level: number | null;
}

/** Tells the level of a heading from the size of its type; null = body. */
export type HeadingLevel = (line: PdfLine) => number | null;

const MAXIMUM_HEADING_WORDS = 14;
/** Line distance beyond this multiple of the type's height starts a paragraph. */
const PARAGRAPH_GAP = 1.75;

const rounded = (size: number): number => Math.round(size * 2) / 2;

/** Body type is the size in which most letters are set; clearly larger short lines are headings, the three largest sizes get levels. */
export function headingSize(lines: readonly PdfLine[]): HeadingLevel {
  const letters = new Map<number, number>();
  for (const line of lines) letters.set(rounded(line.size), (letters.get(rounded(line.size)) ?? 0) + line.text.length);
  const body = [...letters].toSorted((left, right) => right[1] - left[1])[0]?.[0] ?? 0;
  const sizes = [...letters.keys()].filter((size) => size >= body * 1.15).toSorted((left, right) => right - left);
  return (line) => {
    const words = line.text.trim().split(/\s+/u).length;
    const rank = sizes.indexOf(rounded(line.size));
    return rank === -1 || words > MAXIMUM_HEADING_WORDS || !/\p{L}/u.test(line.text) ? null : Math.min(rank + 1, 3);
  };
}

/** Joins the lines of one page to paragraphs; a hyphen at a line's end is taken back when a small letter follows. */
export function paragraphsOf(lines: readonly PdfLine[], level: HeadingLevel): readonly PdfParagraph[] {
  const paragraphs: { text: string; level: number | null }[] = [];
  let previous: PdfLine | null = null;
  for (const line of lines) {
    const text = line.text.replaceAll(/\s+/gu, ' ').trim();
    if (text === '') continue;
    const last = paragraphs.at(-1);
    const own = level(line);
    const near =
      previous !== null && Math.abs(previous.y - line.y) <= Math.max(line.size, previous.size) * PARAGRAPH_GAP;
    if (last !== undefined && near && last.level === own) {
      last.text =
        /\p{L}-$/u.test(last.text) && /^\p{Ll}/u.test(text) ? last.text.slice(0, -1) + text : `${last.text} ${text}`;
    } else {
      paragraphs.push({ text, level: own });
    }
    previous = line;
  }
  return paragraphs;
}
