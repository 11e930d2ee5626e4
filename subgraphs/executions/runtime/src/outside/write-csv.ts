import { isRecord, type JsonValue } from '@aether/schema';
import Papa from 'papaparse';
import { WrongValueError } from '../flow/errors.ts';

/** Objects as rows under the names of the first one. @throws WrongValueError for anything else */
export function writeCsv(
  value: JsonValue,
  { delimiter, about }: { readonly delimiter: string; readonly about: string },
): string {
  const rows = Array.isArray(value) ? value.filter(isRecord) : [];
  if (!Array.isArray(value) || rows.length !== value.length)
    throw new WrongValueError(about, 'a list of objects', 'something else');
  const names = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => names.map((name) => cellOf(row[name], about)));
  return `${Papa.unparse([names, ...cells], { delimiter })}\r\n`;
}

function cellOf(value: unknown, about: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new WrongValueError(about, 'rows of texts and numbers', 'a row with something else');
}
