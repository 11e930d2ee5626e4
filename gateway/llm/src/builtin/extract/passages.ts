/** A piece of knowledge as the runtime puts it into a prompt; the format is told in the package's README. */
export interface Passage {
  /** Cited as `[number]`. */
  readonly number: number;
  readonly title: string;
  readonly text: string;
}

const OPENING = /^<passage number="(\d{1,4})"(?: title="([^"]*)")?>$/;
const CLOSING = '</passage>';

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** Takes the passages out of a message, in one pass over its lines. What is left is what somebody said. */
export function takePassages(text: string): { readonly passages: readonly Passage[]; readonly rest: string } {
  const passages: Passage[] = [];
  const rest: string[] = [];
  let open: { readonly number: number; readonly title: string; readonly lines: string[] } | null = null;
  for (const line of text.split('\n')) {
    const opening = OPENING.exec(line.trimEnd());
    if (opening !== null) {
      open = { number: Number(opening[1]), title: unescape(opening[2] ?? ''), lines: [] };
    } else if (open !== null && line.trimEnd() === CLOSING) {
      passages.push({ number: open.number, title: open.title, text: unescape(open.lines.join('\n')).trim() });
      open = null;
    } else {
      (open?.lines ?? rest).push(line);
    }
  }
  // What never closes is no passage.
  if (open !== null) rest.push(...open.lines);
  return { passages, rest: rest.join('\n').trim() };
}

function unescape(text: string): string {
  return text.replaceAll(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
