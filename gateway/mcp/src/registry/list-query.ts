import { ValidationError } from '@aether/common/service';
import { z } from 'zod';

const STANDARD_LIMIT = 30;
const MAXIMUM_LIMIT = 100;

/** How a list of servers is asked for. */
export interface ListQuery {
  readonly limit: number;
  /** Name of the last server that was seen. */
  readonly after: string | null;
  /** Lower case; empty = everything. */
  readonly search: string;
  readonly version: string | null;
}

const schema = z.object({
  cursor: z.string().max(400).optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/u)
    .transform(Number)
    .pipe(z.number().min(1).max(MAXIMUM_LIMIT))
    .default(STANDARD_LIMIT),
  search: z.string().max(200).default(''),
  version: z.string().min(1).max(255).optional(),
  // When a server last changed is not kept, so whoever asks is given all, which loses nothing.
  updated_since: z.iso.datetime({ offset: true }).optional(),
});

const EXPECTED: Readonly<Record<keyof z.input<typeof schema>, string>> = {
  cursor: 'a cursor from an earlier page',
  limit: `an integer from 1 to ${MAXIMUM_LIMIT}`,
  search: 'at most 200 characters',
  version: '"latest" or a version, of at most 255 characters',
  updated_since: 'a date and time such as 2026-11-23T10:00:00Z',
};

/** @throws ValidationError at the first parameter that does not fit */
export function listQuery(parameters: URLSearchParams): ListQuery {
  const parsed = schema.safeParse(Object.fromEntries(parameters));
  if (!parsed.success) {
    const name = parsed.error.issues[0]?.path[0] as keyof typeof EXPECTED;
    throw refused(name, parameters.get(name) ?? '');
  }
  const { cursor, limit, search, version = null } = parsed.data;
  return { limit, after: cursor === undefined ? null : afterCursor(cursor), search: search.toLowerCase(), version };
}

/** Opaque to clients. */
export function cursorAfter(name: string): string {
  return Buffer.from(name).toString('base64url');
}

function afterCursor(cursor: string): string {
  const name = Buffer.from(cursor, 'base64url').toString('utf8');
  if (cursorAfter(name) !== cursor) throw refused('cursor', cursor);
  return name;
}

function refused(name: keyof typeof EXPECTED, got: string): ValidationError {
  return new ValidationError([name], EXPECTED[name], JSON.stringify(got.slice(0, 40)));
}
