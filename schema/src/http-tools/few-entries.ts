import { isRecord } from '../json-value.ts';
import { DocumentProblem } from './document-problem.ts';

/** Of the members of one object that is read again for each operation that refers to it. */
const MOST_MEMBERS = 200;

/** The members of an object. @throws DocumentProblem when they are too many to be read a thousand times */
export function fewEntries(value: unknown, what: string): readonly (readonly [string, unknown])[] {
  if (!isRecord(value)) return [];
  const names = Object.keys(value);
  if (names.length > MOST_MEMBERS)
    throw new DocumentProblem(`${what} has ${names.length} entries, at most ${MOST_MEMBERS} are read.`);
  return names.map((name) => [name, value[name]]);
}
