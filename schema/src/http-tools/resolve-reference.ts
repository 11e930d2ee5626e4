import { isRecord } from '../json-value.ts';
import { DocumentProblem } from './document-problem.ts';

/** A document rarely has three. */
const MOST_HOPS = 16;
/** Of a reference, which is taken apart wherever it stands. */
const MOST_CHARACTERS = 1_000;

/** What an object stands for: itself, or what its `$ref` leads to. @throws DocumentProblem for a circle or something outside the document */
export function resolved(document: unknown, value: unknown, what: string): unknown {
  let current = value;
  for (let hops = 0; hops < MOST_HOPS; hops++) {
    if (!isRecord(current) || typeof current['$ref'] !== 'string') return current;
    current = atPointer(document, current['$ref']);
  }
  throw new DocumentProblem(`${what} refers to itself in a circle of "$ref"s.`);
}

/** @throws DocumentProblem */
export function atPointer(document: unknown, reference: string): unknown {
  if (!reference.startsWith('#/'))
    throw new DocumentProblem(
      `It refers to "${reference.slice(0, 200)}"; only references within the document ("#/…") are read. Bundle it into one document.`,
    );
  if (reference.length > MOST_CHARACTERS)
    throw new DocumentProblem(
      `It has a "$ref" of ${reference.length} characters, at most ${MOST_CHARACTERS} are read.`,
    );
  let current = document;
  for (const token of reference.slice(2).split('/').map(unescaped)) {
    const isThere = isRecord(current) ? Object.hasOwn(current, token) : Array.isArray(current) && token in current;
    if (!isThere) throw new DocumentProblem(`It refers to "${reference.slice(0, 200)}", which is not in it.`);
    current = Array.isArray(current) ? current[Number(token)] : isRecord(current) ? current[token] : undefined;
  }
  return current;
}

function unescaped(token: string): string {
  let text = token;
  try {
    text = decodeURIComponent(token);
  } catch {
    // Not encoded: as it is written.
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}
