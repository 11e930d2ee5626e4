import { z } from 'zod';
import { EFFECT_OF_METHOD, httpAddress, httpCall } from '../http-call.ts';
import { isRefusedHeader, pathNames } from '../http-call-issues.ts';
import { isRecord, type JsonObject, type JsonValue } from '../json-value.ts';
import { credentialHeader } from '../common-endpoint.ts';
import { DocumentProblem } from './document-problem.ts';
import type { HttpTool, HttpToolField, ReadHttpTools } from './http-tool.ts';

const argumentName = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/u, 'must be up to 64 letters, digits, "_", "." and "-"');
const headerValue = z.string().regex(/^[\t\x20-\x7E]*$/u, 'must be text of one line in ASCII');
const { method, headers, effect } = httpCall;

/** One address as one tool: the `document` of a tool server of kind HTTP_ENDPOINT. */
const endpointSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9_-]{1,60}$/u, 'must be up to 60 letters, digits, "_" and "-"'),
  title: z.string().max(120).optional(),
  description: z.string().trim().min(1).max(1_000),
  method: method.unwrap().default('GET'),
  url: httpAddress,
  headers: headers.pipe(z.record(z.string(), headerValue)),
  credentialHeader,
  /** Parameter behind the "?" → the argument that it is. */
  query: z.record(z.string().min(1).max(200), argumentName).default({}),
  /** JSON; `{name}` is an argument. Without it the arguments that are nowhere else are sent. */
  body: z.json().optional(),
  effect,
  accept: headerValue.max(200).default('application/json'),
  inputSchema: z.looseObject({
    type: z.literal('object'),
    // Another name could be written in no placeholder.
    properties: z.record(argumentName, z.json()).default({}),
    required: z.array(z.string()).default([]),
  }),
});
type Endpoint = z.output<typeof endpointSchema>;

const PLACEHOLDER = /\{([A-Za-z0-9_.-]{1,64})\}/gu;

/** The tool of a single HTTP endpoint. */
export function readHttpEndpoint(document: unknown): ReadHttpTools {
  const parsed = endpointSchema.safeParse(document);
  if (!parsed.success) return unusable(`It is no description of an endpoint: ${z.prettifyError(parsed.error)}`);
  const endpoint = parsed.data;
  const problem = problemOf(endpoint);
  if (problem !== null) return unusable(problem);
  const tools = [toolOf(endpoint)];
  return { read: { tools, credentialHeader: endpoint.credentialHeader ?? 'x-api-key', leftOut: [] } };
}

function unusable(problem: string): ReadHttpTools {
  return { problem: new DocumentProblem(problem).message };
}

/** Where the requests of an endpoint go: its address up to the first name that is filled in. */
export function httpEndpointAddress(document: unknown): string | null {
  const url = isRecord(document) ? httpAddress.safeParse(document['url']).data : undefined;
  return url === undefined ? null : url.replace(/[?{].*$/u, '').replace(/(?<=[^/]\/)[^/]*$/u, '');
}

function problemOf({ url, method: verb, headers: fixed, query, body, inputSchema }: Endpoint): string | null {
  const known = new Set(Object.keys(inputSchema.properties));
  const inPath = pathNames(url);
  if (inPath.some((name) => url.indexOf(`{${name}}`) > url.indexOf('?') && url.includes('?')))
    return 'A name behind the "?" of "url" is written in "query" instead.';
  const unknown = [...inPath, ...Object.values(query), ...placeholdersIn(body ?? null)].find(
    (name) => !known.has(name),
  );
  if (unknown !== undefined) return `It uses the argument "${unknown}", which is not in "inputSchema".`;
  const optional = inPath.find((name) => !inputSchema.required.includes(name));
  if (optional !== undefined)
    return `Its address needs "${optional}", so that must be in "inputSchema.required": a call without it leads elsewhere.`;
  const refused = Object.keys(fixed).find(isRefusedHeader);
  if (refused !== undefined) return `It sets the header "${refused}", which it may not; a secret is a credential.`;
  return verb === 'GET' && body !== undefined ? 'It sends a body with GET, which servers ignore; use "query".' : null;
}

function toolOf(endpoint: Endpoint): HttpTool {
  const { name, title = null, description, method: verb, url, query, accept, inputSchema } = endpoint;
  const fields = [
    ...pathNames(url).map((argument): HttpToolField => ({
      argument,
      in: 'path',
      name: argument,
      lists: ',',
      isDeep: false,
    })),
    ...Object.entries(query).map(([parameter, argument]): HttpToolField => ({
      argument,
      in: 'query',
      name: parameter,
      lists: 'REPEATED',
      isDeep: false,
    })),
  ];
  const { type, properties, required, ...more } = inputSchema;
  return {
    name,
    title,
    description,
    method: verb,
    url,
    fields,
    headers: endpoint.headers,
    body: bodyOf(endpoint, fields),
    accept,
    effect: endpoint.effect ?? EFFECT_OF_METHOD[verb],
    inputSchema: { additionalProperties: false, ...jsonOnly(more), type, properties, required },
  };
}

function bodyOf({ method: verb, body, inputSchema }: Endpoint, fields: readonly HttpToolField[]): HttpTool['body'] {
  if (body !== undefined) return { type: 'JSON', template: body };
  if (verb === 'GET') return null;
  const placed = new Set(fields.map(({ argument }) => argument));
  const rest = Object.keys(inputSchema.properties).filter((name) => !placed.has(name));
  if (rest.length === 0) return null;
  return { type: 'JSON', template: Object.fromEntries(rest.map((name) => [name, `{${name}}`])) };
}

function placeholdersIn(template: JsonValue): readonly string[] {
  if (typeof template === 'string') return [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  if (typeof template !== 'object' || template === null) return [];
  return Object.values(template).flatMap(placeholdersIn);
}

function jsonOnly(members: Readonly<Record<string, unknown>>): JsonObject {
  return z.record(z.string(), z.json()).catch({}).parse(members);
}
