import { isRecord, type JsonObject, type JsonValue } from '../json-value.ts';
import type { HttpTool, HttpToolField } from './http-tool.ts';

/** What one call of a tool sends, but for its credential. */
export interface HttpToolRequest {
  readonly method: HttpTool['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What was made of the arguments, or why nothing can be. */
export type FilledHttpTool = { readonly request: HttpToolRequest } | { readonly problem: string };

/**
 * The request of one call. A value never leaves its place: in the path it is encoded, and one that would be no segment of it (empty, "." or
 * "..") is refused; in a header it has no line breaks.
 */
export function fillHttpTool(tool: HttpTool, given: JsonObject): FilledHttpTool {
  const inPath = new Map<string, string>();
  const query: (readonly [string, string])[] = [];
  const headers = new Map<string, string>([['accept', tool.accept], ...Object.entries(tool.headers)]);
  for (const field of tool.fields) {
    const value = own(given, field.argument);
    if (value === undefined || value === null) continue;
    if (field.in === 'query') query.push(...parametersOf(field, value));
    else {
      const text = joined(value);
      if (field.in === 'path') inPath.set(field.name, text);
      else if (/[^\t\x20-\x7E]/u.test(text)) return { problem: `${field.argument} must be text of one line in ASCII` };
      else headers.set(field.name.toLowerCase(), text);
    }
  }
  const wrong = wrongSegment(tool, inPath);
  if (wrong !== null) return { problem: `${wrong} must be a text that can be part of an address` };
  const url = new URL(
    tool.url.replaceAll(/\{([^{}]*)\}/gu, (_, name: string) =>
      encodeURIComponent((inPath.get(name) ?? '').toWellFormed()),
    ),
  );
  for (const [name, value] of query) url.searchParams.append(name, value);
  const body = bodyOf(tool, given);
  if (body !== null) headers.set('content-type', CONTENT_TYPES[tool.body?.type ?? 'JSON']);
  return { request: { method: tool.method, url: url.href, headers: Object.fromEntries(headers), body } };
}

const CONTENT_TYPES = { JSON: 'application/json', FORM: 'application/x-www-form-urlencoded' } as const;

function wrongSegment({ fields }: HttpTool, inPath: ReadonlyMap<string, string>): string | null {
  const wrong = fields.find((field) => field.in === 'path' && ['', '.', '..'].includes(inPath.get(field.name) ?? ''));
  return wrong?.argument ?? null;
}

function parametersOf(
  { name, lists, isDeep }: HttpToolField,
  value: JsonValue,
): readonly (readonly [string, string])[] {
  if (Array.isArray(value) && lists === 'REPEATED') return value.map((entry: JsonValue) => [name, asText(entry)]);
  if (Array.isArray(value)) return [[name, value.map((entry: JsonValue) => asText(entry)).join(lists)]];
  if (isDeep && isRecord(value))
    return Object.entries(value).map(([member, entry]) => [`${name}[${member}]`, asText(entry)]);
  return [[name, asText(value)]];
}

function joined(value: JsonValue): string {
  return Array.isArray(value) ? value.map((entry: JsonValue) => asText(entry)).join(',') : asText(value);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value.toWellFormed() : JSON.stringify(value);
}

function bodyOf({ body }: HttpTool, given: JsonObject): string | null {
  if (body === null) return null;
  const filled = fill(body.template, given);
  if (filled === undefined) return null;
  if (body.type === 'JSON') return JSON.stringify(filled);
  const form = new URLSearchParams();
  for (const [name, value] of isRecord(filled) ? Object.entries(filled) : [])
    for (const each of Array.isArray(value) ? value : [value]) form.append(name, asText(each));
  return form.toString();
}

const WHOLE = /^\{([A-Za-z0-9_.-]{1,64})\}$/u;
const WITHIN = /\{([A-Za-z0-9_.-]{1,64})\}/gu;

/** Values are never read as templates. What stands for an argument that is not there is left out. */
function fill(template: JsonValue, given: JsonObject): JsonValue | undefined {
  if (typeof template === 'string') {
    const whole = WHOLE.exec(template)?.[1];
    if (whole !== undefined) return own(given, whole);
    return template.replaceAll(WITHIN, (_, name: string) => {
      const value = own(given, name);
      return value === undefined || value === null ? '' : asText(value);
    });
  }
  if (Array.isArray(template))
    return template.map((entry: JsonValue) => fill(entry, given)).filter((entry) => entry !== undefined);
  if (!isRecord(template)) return template;
  const members: (readonly [string, JsonValue])[] = [];
  for (const [name, entry] of Object.entries(template)) {
    const filled = fill(entry, given);
    if (filled !== undefined) members.push([name, filled]);
  }
  return Object.fromEntries(members);
}

function own(given: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(given, name) ? given[name] : undefined;
}
