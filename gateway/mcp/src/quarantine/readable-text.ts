const INVISIBLE = /(?![\t\n\r])[\p{Cc}\p{Cf}\u034F\u115F\u1160\u3164\p{VS}]/gu;
const ASCII = /^[\t\n\r\x20-\x7E]*$/u;
const ESCAPE = '\u001B';
const BELL = '\u0007';
/** One character that begins a control sequence. */
const CONTROL = '\u009B';
/** Whole sequences to a terminal: colors and moves, and commands with a text. */
const SEQUENCE = new RegExp(
  `(?:${ESCAPE}\\[|${CONTROL})[0-?]{0,40}[ -/]{0,4}[@-~]|${ESCAPE}\\][^${BELL}${ESCAPE}]{0,4000}(?:${BELL}|${ESCAPE}\\\\)`,
  'gu',
);
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|nbsp|zwnj|zwj|shy|lrm|rlm);/giu;
const NAMED: Readonly<Record<string, string>> = { '&nbsp;': ' ', '&shy;': '\u00AD' };
/** Emphasis of Markdown; an underline only at the edge of a word. */
const EMPHASIS = /\*+|~~|(?<![a-z0-9])_+|_+(?![a-z0-9])/giu;
const CHUNK = 4_096;

/** A text as a model reads it: nothing invisible between letters, no emphasis, entities decoded, letters in their plain form. */
export function readableText(text: string): string {
  const plain = plainText(text);
  return ASCII.test(plain) ? plain : plain.replaceAll(INVISIBLE, '').normalize('NFKC');
}

/** The same as people see it: what is invisible is still between the letters. */
export function seenText(text: string): string {
  const plain = plainText(text);
  return ASCII.test(plain) ? plain : plain.normalize('NFKC');
}

/** Where in a text something is that is at an offset of its readable form; near it where letters were put together. */
export function offsetIn(text: string, readableOffset: number): number {
  let before = 0;
  for (let start = 0; start < text.length; start += CHUNK) {
    const chunk = text.slice(start, start + CHUNK);
    const { length } = readableText(chunk);
    if (before + length > readableOffset) return start + offsetInChunk(chunk, readableOffset - before);
    before += length;
  }
  return Math.max(0, text.length - 1);
}

function offsetInChunk(chunk: string, readableOffset: number): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (readableText(chunk.slice(0, middle)).length <= readableOffset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function plainText(text: string): string {
  const shown = text.includes(ESCAPE) || text.includes(CONTROL) ? text.replaceAll(SEQUENCE, '') : text;
  const decoded = shown.includes('&') ? shown.replace(ENTITY, decodedEntity) : shown;
  return /[*_~]/u.test(decoded) ? decoded.replaceAll(EMPHASIS, '') : decoded;
}

function decodedEntity(entity: string, decimal?: string, hexadecimal?: string): string {
  if (decimal === undefined && hexadecimal === undefined) return NAMED[entity.toLowerCase()] ?? '\u200B';
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return code > 0 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff) ? String.fromCodePoint(code) : entity;
}
