import { z } from 'zod';
import { isRecord } from '../json-value.ts';
import { DocumentProblem } from './document-problem.ts';
import { resolved } from './resolve-reference.ts';

/** That one document may have: as many as a tool server may offer. */
const MOST_OPERATIONS = 1_000;
/** Of a path, and of an operation by itself. */
const MOST_PARAMETERS = 200;
const MOST_SERVERS = 20;
const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;

const list = z.array(z.unknown()).default([]);
const sharedSchema = z.object({ parameters: list, servers: list });
const operationSchema = sharedSchema.extend({
  operationId: z.string().optional(),
  summary: z.string().default(''),
  description: z.string().default(''),
  requestBody: z.unknown().optional(),
  responses: z.unknown().optional(),
});

/** One request that an OpenAPI document describes. */
export interface Operation extends z.output<typeof operationSchema> {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As it is written: `/pets/{petId}`. */
  readonly path: string;
}

interface PathItem {
  readonly path: string;
  readonly item: Record<string, unknown>;
}

/**
 * All operations, in the order of the document. They are counted before one is made: a small document says the same part a thousand times by
 * references.
 * @throws DocumentProblem
 */
export function operationsOf(document: unknown): readonly Operation[] {
  const paths = isRecord(document) ? (document['paths'] ?? {}) : null;
  if (!isRecord(paths)) throw new DocumentProblem('Its "paths" are no object.');
  const names = Object.keys(paths).filter((path) => path.startsWith('/'));
  requireFew(names.length, 'paths');
  const items = names.map((path) => pathItem(path, resolved(document, paths[path], `The path ${path}`)));
  requireFew(
    items.reduce((count, { item }) => count + METHODS.filter((method) => item[method] !== undefined).length, 0),
    'operations',
  );
  return items.flatMap(operationsAt);
}

function requireFew(count: number, what: string): void {
  if (count > MOST_OPERATIONS)
    throw new DocumentProblem(`It has ${count} ${what}, at most ${MOST_OPERATIONS} become tools.`);
}

function pathItem(path: string, item: unknown): PathItem {
  if (!isRecord(item)) throw new DocumentProblem(`Its path ${path} is no object.`);
  return { path, item };
}

function operationsAt({ path, item }: PathItem): readonly Operation[] {
  requireShort(item, `path ${path}`);
  const { parameters, servers } = sharedSchema.catch({ parameters: [], servers: [] }).parse(item);
  return METHODS.flatMap((method) => {
    const given = item[method];
    if (given === undefined) return [];
    const what = `operation ${method.toUpperCase()} ${path}`;
    requireShort(given, what);
    const { data, error } = operationSchema.safeParse(given);
    if (data === undefined)
      throw new DocumentProblem(`Its ${what} cannot be read: ${z.prettifyError(error).slice(0, 500)}`);
    return [
      {
        ...data,
        method: UPPER[method],
        path,
        // An operation's own come last: of two with one name and place they count.
        parameters: [...parameters, ...data.parameters],
        servers: data.servers.length > 0 ? data.servers : servers,
      },
    ];
  });
}

/** Before a list is copied. */
function requireShort(given: unknown, what: string): void {
  if (!isRecord(given)) return;
  for (const [name, most] of [['parameters', MOST_PARAMETERS] as const, ['servers', MOST_SERVERS] as const]) {
    const entries = given[name];
    if (Array.isArray(entries) && entries.length > most)
      throw new DocumentProblem(`Its ${what} has ${entries.length} ${name}, at most ${most} are read.`);
  }
}

const UPPER = { get: 'GET', head: 'HEAD', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const;
