import { searchTerms } from '@aether/common/graph';

/** Range within the passage's text, in UTF-16 code units. */
export interface HighlightRange {
  readonly start: number;
  readonly end: number;
}

const MAXIMUM = 100;
const SHORTEST_STEM = 4;

/** Drops common English endings, as the index does: "refunds" finds "refunded". */
function stem(word: string): string {
  const cut = word.replace(/(?:ations?|ingly|edly|ies|ing|ed|es|ly|s|y|e)$/u, '');
  return cut.length >= SHORTEST_STEM ? cut : word;
}

/** Where the words of a query stand in a text. */
export function highlightsOf(text: string, query: string): readonly HighlightRange[] {
  const stems = new Set(searchTerms(query).map(stem));
  const ranges: HighlightRange[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (!stems.has(stem(match[0].toLowerCase()))) continue;
    ranges.push({ start: match.index, end: match.index + match[0].length });
    if (ranges.length === MAXIMUM) break;
  }
  return ranges;
}
