/** A part of a text that is not shown when the text is rendered. */
export interface HiddenPart {
  readonly offset: number;
  readonly text: string;
}

/** Of one part; what is longer is looked at so far. */
const PART = 20_000;
/** Of what follows the tag of an element that is not shown. */
const ELEMENT = 2_000;
const HIDDEN_TAG =
  /<([a-z][a-z0-9]{0,20})\s[^<>]{0,400}?(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|font-size\s{0,3}:\s{0,3}0(?![.\d])|opacity\s{0,3}:\s{0,3}0(?![.\d])|color\s{0,3}:\s{0,3}(?:white|transparent|#fff\b|#ffffff\b)|(?<![="'-])\bhidden(?=[\s>=]))/giu;
const MARKDOWN_COMMENT = /^\[(?:\/\/|comment|_metadata_)\]:\s{0,3}(?:#|<>)\s{0,3}[("'][^\n]{1,2000}/gimu;

/** Comments and elements that are not shown. */
export function hiddenMarkup(text: string): readonly HiddenPart[] {
  const parts: HiddenPart[] = [];
  for (let from = text.indexOf('<!--'); from >= 0;) {
    const end = text.indexOf('-->', from + 4);
    const until = end < 0 ? text.length : end;
    parts.push({ offset: from + 4, text: text.slice(from + 4, Math.min(until, from + PART)) });
    from = end < 0 ? -1 : text.indexOf('<!--', end + 3);
  }
  for (const { index, 0: tag, 1: name = '' } of text.matchAll(HIDDEN_TAG)) {
    const begin = index + tag.length;
    const inside = text.slice(begin, begin + ELEMENT);
    const end = inside.toLowerCase().indexOf(`</${name.toLowerCase()}`);
    parts.push({ offset: begin, text: end < 0 ? inside : inside.slice(0, end) });
  }
  for (const { index, 0: comment } of text.matchAll(MARKDOWN_COMMENT)) parts.push({ offset: index, text: comment });
  return parts;
}
