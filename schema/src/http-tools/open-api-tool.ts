import { z } from 'zod';
import { EFFECT_OF_METHOD } from '../http-call.ts';
import { isRefusedHeader } from '../http-call-issues.ts';
import { isRecord } from '../json-value.ts';
import { fewEntries } from './few-entries.ts';
import type { HttpTool, HttpToolField } from './http-tool.ts';
import type { Operation } from './open-api-operations.ts';
import { resolved } from './resolve-reference.ts';
import type { SchemaConverter } from './schema-converter.ts';
import { UniqueNames } from './unique-names.ts';

const MOST_CHARACTERS = 1_000;
/** Of the name of a tool, and of an argument. */
const MOST_NAME_CHARACTERS = 60;
/** Of a media type. */
const MOST_TYPE_CHARACTERS = 100;
const KEY_HEADER = 'idempotency-key';
/** RFC 9110, 5.1. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u;
/** What the request itself says. */
const OWN_HEADERS: readonly string[] = ['accept', 'content-type'];

const parameterSchema = z.object({
  name: z.string().min(1).max(200),
  in: z.enum(['path', 'query', 'header', 'cookie']),
  description: z.string().default(''),
  required: z.boolean().default(false),
  schema: z.unknown().optional(),
  content: z.unknown().optional(),
  style: z.string().optional(),
  explode: z.boolean().optional(),
});
type Parameter = z.output<typeof parameterSchema>;

const bodySchema = z.object({
  description: z.string().default(''),
  required: z.boolean().default(false),
  content: z.unknown().optional(),
});

/** An operation as a tool, or why none can be made of it. @throws DocumentProblem */
export function openApiTool(
  document: unknown,
  operation: Operation,
  base: URL,
  converter: SchemaConverter,
): HttpTool | string {
  const { method, path } = operation;
  if (/[?#\s\\]/u.test(path)) return 'its path is none';
  const what = `The operation ${method} ${path}`;
  const parameters = parametersOf(document, operation, what);
  if (typeof parameters === 'string') return parameters;
  const body = method === 'GET' || method === 'HEAD' ? null : bodyOf(document, operation.requestBody, what);
  if (typeof body === 'string') return body;
  const sent = parameters.filter(isSent);
  const named = withArguments(sent);
  const inputSchema = converter.objectOf([
    ...named.map(({ argument, parameter }) => ({
      name: argument,
      schema: schemaOf(parameter),
      description: parameter.description.slice(0, MOST_CHARACTERS),
      isRequired: parameter.in === 'path' || parameter.required,
    })),
    ...(body === null
      ? []
      : [
          { ...body, name: 'body', description: body.description.slice(0, MOST_CHARACTERS), isRequired: body.required },
        ]),
  ]);
  if (inputSchema === null) return 'it has too many arguments';
  const takesKey = parameters.some(({ in: place, name }) => place === 'header' && name.toLowerCase() === KEY_HEADER);
  return {
    name: nameOf(operation),
    title: operation.summary.slice(0, MOST_CHARACTERS).trim().slice(0, 120) || null,
    description: descriptionOf(operation),
    method,
    url: `${base.href.replace(/[?#].*$/u, '').replace(/\/$/u, '')}${path}`,
    fields: named.map(({ argument, parameter }) => fieldOf(argument, parameter)),
    headers: {},
    body: body === null ? null : { type: body.type, template: '{body}' },
    accept: acceptOf(document, operation),
    effect: effectOf(method, takesKey),
    inputSchema,
  };
}

function effectOf(method: Operation['method'], takesKey: boolean): HttpTool['effect'] {
  const usual = method === 'HEAD' ? 'READ' : EFFECT_OF_METHOD[method];
  return usual === 'ONCE' && takesKey ? 'KEYED' : usual;
}

function parametersOf(document: unknown, operation: Operation, what: string): readonly Parameter[] | string {
  const byPlace = new Map<string, Parameter>();
  for (const given of operation.parameters) {
    const { data } = parameterSchema.safeParse(resolved(document, given, what));
    if (data === undefined) return 'one of its parameters cannot be read';
    byPlace.set(`${data.in} ${data.name}`, data);
  }
  const parameters = [...byPlace.values()];
  if (parameters.some((parameter) => parameter.in === 'cookie' && parameter.required)) return 'it needs a cookie';
  const wrong = parameters.find((parameter) => parameter.in === 'header' && !HEADER_NAME.test(parameter.name));
  if (wrong !== undefined) return `${JSON.stringify(wrong.name)} is no name of a header`;
  const inPath = new Set(parameters.filter((each) => each.in === 'path').map(({ name }) => name));
  const missing = [...operation.path.matchAll(/\{([^{}]*)\}/gu)].find(([, name = '']) => !inPath.has(name));
  return missing === undefined ? parameters : `${missing[0]} of its path is no parameter`;
}

/** Cookies and headers that say who asks are the credential's, and the key is ours. */
function isSent({ in: place, name }: Parameter): boolean {
  if (place === 'cookie') return false;
  const header = name.toLowerCase();
  return place !== 'header' || !(isRefusedHeader(header) || OWN_HEADERS.includes(header));
}

/** Two parameters of one name in different places, or one that is called as the body is, get another one. */
function withArguments(parameters: readonly Parameter[]) {
  const names = new UniqueNames(MOST_NAME_CHARACTERS, ['body']);
  return parameters.map((parameter) => {
    const plain = parameter.name.slice(0, MOST_NAME_CHARACTERS).replaceAll(/[^A-Za-z0-9_.-]/gu, '_');
    const argument = names.take(plain, `${plain.slice(0, MOST_NAME_CHARACTERS - 10)}_in_${parameter.in}`);
    return { argument, parameter };
  });
}

function fieldOf(argument: string, { in: place, name, style, explode }: Parameter): HttpToolField {
  const field = { argument, in: place === 'cookie' ? 'header' : place, name, isDeep: style === 'deepObject' } as const;
  if (place !== 'query') return { ...field, lists: ',' };
  if (explode ?? (style === undefined || style === 'form')) return { ...field, lists: 'REPEATED' };
  if (style === 'pipeDelimited') return { ...field, lists: '|' };
  return { ...field, lists: style === 'spaceDelimited' ? ' ' : ',' };
}

function schemaOf({ schema, content }: Parameter): unknown {
  if (schema !== undefined) return schema;
  const [, media] = fewEntries(content, 'The "content" of a parameter')[0] ?? [];
  return isRecord(media) ? media['schema'] : {};
}

function bodyOf(document: unknown, given: unknown, what: string) {
  if (given === undefined) return null;
  const { data } = bodySchema.safeParse(resolved(document, given, what));
  if (data === undefined) return 'its body cannot be read';
  const { description, required } = data;
  const content = new Map(fewEntries(data.content, `The body of ${what.slice(0, 200)}`));
  const types = [...content.keys()].filter((type) => type.length <= MOST_TYPE_CHARACTERS);
  const json =
    types.find((type) => /^application\/(?:[\w.+-]+\+)?json\b/iu.test(type)) ?? types.find((type) => type === '*/*');
  const form = types.find((type) => /^application\/x-www-form-urlencoded\b/iu.test(type));
  const type = json ?? form;
  if (type === undefined) return required ? `its body is ${types[0] ?? 'nothing'}` : null;
  const media = content.get(type);
  const schema = isRecord(media) ? (media['schema'] ?? {}) : {};
  return { description, required, schema, type: json === undefined ? 'FORM' : 'JSON' } as const;
}

/** What it says that it answers when all goes well. */
function acceptOf(document: unknown, { responses }: Operation): string {
  const types = fewEntries(responses, 'An operation')
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, response]) => {
      const found = resolved(document, response, 'An answer');
      return isRecord(found) ? fewEntries(found['content'], 'An answer').map(([type]) => type) : [];
    })
    .filter((type) => type.length <= MOST_TYPE_CHARACTERS && /^[\w.+*-]+\/[\w.+*-]+$/u.test(type));
  return [...new Set(types)].slice(0, 8).join(', ') || 'application/json';
}

function nameOf({ operationId, method, path }: Operation): string {
  const text = operationId ?? `${method.toLowerCase()}${path}`;
  // Cut first: what comes from others may be of any length.
  const name = text
    .slice(0, 4 * MOST_NAME_CHARACTERS)
    .replaceAll(/[^A-Za-z0-9_-]+/gu, '_')
    .replaceAll(/^_+|_+$/gu, '')
    .slice(0, MOST_NAME_CHARACTERS);
  return name || method.toLowerCase();
}

function descriptionOf({ summary, description, method, path }: Operation): string {
  const said = [summary, description]
    .map((text) => text.slice(0, MOST_CHARACTERS).trim())
    .filter((text) => text !== '');
  const text = [...new Set(said)].join('\n\n').slice(0, MOST_CHARACTERS);
  return `${text === '' ? '' : `${text}\n\n`}${method} ${path}`;
}
