import { ValidationError } from '@aether/common/service';

const MAXIMUM_HITS = 50;
/** UTF-16 code units; what encoders read of a query ends far earlier. */
const MAXIMUM_QUERY = 4_000;

/** @throws ValidationError */
export function checkedSearch(input: { readonly query: string; readonly first: number }): {
  readonly query: string;
  readonly first: number;
} {
  const query = input.query.trim();
  if (query === '') throw new ValidationError(['input', 'query'], 'words to look for', 'none');
  if (!Number.isInteger(input.first) || input.first < 1 || input.first > MAXIMUM_HITS) {
    throw new ValidationError(['input', 'first'], `an integer from 1 to ${MAXIMUM_HITS}`, String(input.first));
  }
  // A question of a megabyte is asked by its beginning.
  return { query: query.slice(0, MAXIMUM_QUERY).toWellFormed(), first: input.first };
}
