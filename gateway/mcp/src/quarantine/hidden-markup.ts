/** A part of a text that is not shown when the text is rendered; `end` is behind it. */
export interface HiddenRange {
  readonly start: number;
  readonly end: number;
}

interface OpenElement {
  readonly start: number;
  readonly hidden: boolean;
}

/** Of what follows the tag of an element that is not shown and never closed. */
const UNCLOSED = 2_000;
const TAG = /<(\/?)([a-z][a-z0-9:-]{0,20})(?=[\s/>])([^<>]*)>/gu;
const UNSEEN =
  /display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|font-size\s{0,3}:\s{0,3}0(?![.\d])|opacity\s{0,3}:\s{0,3}0(?![.\d])|(?<!-)color\s{0,3}:\s{0,3}(?:white|transparent|#fff\b|#ffffff\b)|(?<=\s)hidden(?=[\s=/]|$)/u;
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/u;
const MARKDOWN_COMMENT = /^\[(?:\/\/|comment|_?metadata_?)\]:\s{0,3}(?:#|<>)\s{0,3}[("'][^\n]*/gmu;

/**
 * Comments and elements that are not shown, in order and without overlaps. Time in proportion to the length.
 * @param lower a text in small letters
 */
export function hiddenMarkup(lower: string): readonly HiddenRange[] {
  const ranges: HiddenRange[] = [];
  if (lower.includes(']:'))
    for (const { index, 0: comment } of lower.matchAll(MARKDOWN_COMMENT))
      ranges.push({ start: index, end: index + comment.length });
  if (lower.includes('<')) ranges.push(...comments(lower), ...unseenElements(lower));
  return merged(ranges);
}

/** What is not closed is no comment. */
function comments(lower: string): readonly HiddenRange[] {
  const ranges: HiddenRange[] = [];
  for (let from = lower.indexOf('<!--'); from >= 0;) {
    const end = lower.indexOf('-->', from + 4);
    if (end < 0) break;
    ranges.push({ start: from + 4, end });
    from = lower.indexOf('<!--', end + 3);
  }
  return ranges;
}

function unseenElements(lower: string): readonly HiddenRange[] {
  if (!/none|hidden|font-size|opacity|color/u.test(lower)) return [];
  const ranges: HiddenRange[] = [];
  /** By name; an element is kept from the first hidden one of its name on. */
  const open = new Map<string, OpenElement[]>();
  for (const { index, 0: tag, 1: slash, 2: name = '', 3: rest = '' } of lower.matchAll(TAG)) {
    if (VOID.test(name)) continue;
    const elements = open.get(name);
    const start = index + tag.length;
    if (slash === '/') {
      const element = elements?.pop();
      if (element?.hidden === true) ranges.push({ start: element.start, end: index });
      continue;
    }
    const hidden = UNSEEN.test(rest);
    if (elements === undefined && hidden) open.set(name, [{ start, hidden }]);
    else if (elements !== undefined && (hidden || elements.length > 0)) elements.push({ start, hidden });
  }
  for (const { start, hidden } of [...open.values()].flat())
    if (hidden) ranges.push({ start, end: Math.min(start + UNCLOSED, lower.length) });
  return ranges;
}

function merged(ranges: readonly HiddenRange[]): readonly HiddenRange[] {
  const result: HiddenRange[] = [];
  for (const range of ranges.toSorted((left, right) => left.start - right.start)) {
    const last = result.at(-1);
    if (last !== undefined && range.start <= last.end)
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else result.push(range);
  }
  return result;
}
