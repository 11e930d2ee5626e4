import { EndpointInvalidError } from './errors.ts';

const DEEPEST = 100;
/** Elements, attributes, comments and the like, together: the parser takes about 10 µs for each. */
const MOST_PARTS = 30_000;
const MOST_NAMES = 2_000;
/** The parser compares each attribute of an element with all before it. */
const MOST_ATTRIBUTES = 256;
/** Characters. For each name the parser searches its last end tag, from the end of the text. */
const MOST_SEARCHED = 100_000_000;

const START =
  ':A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}\\u{2070}-\\u{218F}' +
  '\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const NAME = `[${START}][${START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}]*`;
const SPACE = '[ \\t\\r\\n]';
const ATTRIBUTE = new RegExp(`${SPACE}+${NAME}${SPACE}*=${SPACE}*(?:"[^"<]*"|'[^'<]*')`, 'uy');
const START_TAG = new RegExp(`<(${NAME})`, 'uy');
const START_TAG_END = new RegExp(`${SPACE}*(/?)>`, 'uy');
const END_TAG = new RegExp(`</(${NAME})${SPACE}*>`, 'uy');
/** What is no element, by how it begins. */
const OTHERS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;
/** Their content is searched for its end, where they are of HTML. */
const OF_HTML = /^(?:script|textarea)$/iu;

/**
 * One look at the tags before XML is parsed, in time that grows with its length alone. What the parser would take much longer for is refused:
 * it holds the thread meanwhile, and whoever answers chooses what it reads.
 * @throws EndpointInvalidError
 */
export function checkXml(text: string, origin: string): void {
  const malformed = (): EndpointInvalidError => new EndpointInvalidError(origin, 'no well-formed XML', 'XML', text);
  const limit = (count: number, most: number, what: string): void => {
    if (count > most) throw new EndpointInvalidError(origin, `XML of more than ${most} ${what}`, `fewer ${what}`);
  };
  const open: string[] = [];
  /** Where the last end tag of each name is, as the parser searches it; -1 = it searches in vain. */
  const ends = new Map<string, number>();
  let parts = 0;
  let searched = 0;
  let at = text.indexOf('<');
  while (at >= 0) {
    let next = endOfOther(text, at);
    const isEnd = text[at + 1] === '/';
    if (!isEnd) limit(++parts, MOST_PARTS, 'elements and attributes');
    if (isEnd) {
      const [whole, name] = match(END_TAG, text, at) ?? [];
      if (whole === undefined || name === undefined || open.pop() !== name) throw malformed();
      if (whole.length === name.length + 3) ends.set(name, at);
      next = at + whole.length;
    } else if (next === null) {
      const [whole, name] = match(START_TAG, text, at) ?? [];
      if (whole === undefined || name === undefined) throw malformed();
      const attributes = readAttributes(text, at + whole.length);
      limit(attributes.count, MOST_ATTRIBUTES, 'attributes of one element');
      parts += attributes.count;
      limit(parts, MOST_PARTS, 'elements and attributes');
      const [end, closed] = match(START_TAG_END, text, attributes.end) ?? [];
      if (end === undefined) throw malformed();
      if (OF_HTML.test(name)) searched += text.length;
      if (closed === '') {
        open.push(name);
        if (!ends.has(name)) ends.set(name, -1);
      }
      limit(ends.size, MOST_NAMES, 'different names');
      limit(open.length, DEEPEST, 'levels');
      next = attributes.end + end.length;
    }
    if (next === null || next < 0) throw malformed();
    at = text.indexOf('<', next);
  }
  if (open.length > 0) throw malformed();
  for (const end of ends.values()) searched += end < 0 ? 2 * text.length : text.length - end;
  limit(searched, MOST_SEARCHED, 'characters to search for the ends of its elements');
}

/** Behind a comment and the like; null = it is none, -1 = it does not end. */
function endOfOther(text: string, at: number): number | null {
  const other = OTHERS.find(([begin]) => text.startsWith(begin, at));
  if (other === undefined) return null;
  const [begin, end] = other;
  const found = text.indexOf(end, at + begin.length);
  return found < 0 ? -1 : found + end.length;
}

function readAttributes(text: string, from: number): { readonly count: number; readonly end: number } {
  let end = from;
  let count = 0;
  for (; count <= MOST_ATTRIBUTES; count++) {
    const [whole] = match(ATTRIBUTE, text, end) ?? [];
    if (whole === undefined) break;
    end += whole.length;
  }
  return { count, end };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
