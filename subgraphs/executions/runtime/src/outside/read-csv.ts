import type { JsonValue } from '@aether/schema';
import Papa from 'papaparse';
import { EndpointInvalidError } from './errors.ts';

/**
 * Rows of CSV, each an object by the names of the first line, or a list. Cells are texts: what looks like a number may be a code with
 * leading zeros.
 * @throws EndpointInvalidError for text that is no table
 */
export function readCsv(
  text: string,
  { origin, delimiter, header }: { readonly origin: string; readonly delimiter: string; readonly header: boolean },
): JsonValue[] {
  if (/^\s*<(?:!doctype|html|\?xml)/iu.test(text)) throw new EndpointInvalidError(origin, 'markup', 'CSV', text);
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, skipEmptyLines: true });
  const [problem] = errors;
  if (problem !== undefined)
    throw new EndpointInvalidError(origin, `a broken row ${(problem.row ?? 0) + 1}`, 'CSV', problem.message);
  const [names = [], ...rows] = data;
  if (!header) return data;
  const wrong = rows.findIndex((row) => row.length !== names.length);
  if (wrong >= 0)
    throw new EndpointInvalidError(
      origin,
      `row ${wrong + 2} with ${rows[wrong]?.length} cells`,
      `${names.length} cells, as in its first line,`,
    );
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name.trim(), row[index] ?? ''])));
}
