import { z } from 'zod';
import { cleanText } from '../clean-text.ts';
import { credentialHeader } from '../common-endpoint.ts';
import { isRecord } from '../json-value.ts';
import { DocumentProblem } from './document-problem.ts';
import type { HttpTool, ReadHttpTools } from './http-tool.ts';
import { type Operation, operationsOf } from './open-api-operations.ts';
import { openApiTool } from './open-api-tool.ts';
import { resolved } from './resolve-reference.ts';
import { SchemaConverter } from './schema-converter.ts';
import { UniqueNames } from './unique-names.ts';

/** Characters of JSON of all tools together. */
const MOST_CHARACTERS = 4_000_000;
/** Of one operation that is left out, and why. */
const MOST_LEFT_OUT_CHARACTERS = 200;
const MOST_NAME_CHARACTERS = 64;
/** Of a list of them, from its first on. */
const MOST_SERVERS = 100;

const documentSchema = z.object({
  openapi: z.string().regex(/^3\.[0-2]\.\d+/u),
  info: z.object({ title: z.string() }),
  servers: z.array(z.unknown()).default([]),
});
const serverSchema = z.object({ url: z.string().max(1_000), variables: z.unknown().optional() });
const variableSchema = z.object({ default: z.string().max(200) });
/** One of another name would be sent where secrets are not expected, or in the place of what the request itself says. */
const apiKey = z.object({
  type: z.literal('apiKey'),
  in: z.literal('header'),
  name: z.string().toLowerCase().pipe(credentialHeader.unwrap()),
});
const bearer = z.union([
  z.object({ type: z.literal('http'), scheme: z.string().regex(/^bearer$/iu) }),
  z.object({ type: z.enum(['oauth2', 'openIdConnect']) }),
]);

/**
 * The operations of an OpenAPI 3 document as tools.
 * @param allowed the address whose origin requests, and with them the credential, may go to
 */
export function readOpenApi(document: unknown, allowed: string): ReadHttpTools {
  try {
    const { servers } = headOf(document);
    const operations = operationsOf(document);
    const base = baseOf(servers, allowed, 'Its');
    const read = toolsOf(document, operations, base);
    if (read.tools.length === 0) throw new DocumentProblem('It has no operation that can become a tool.');
    return { read: { ...read, credentialHeader: credentialHeaderOf(document) } };
  } catch (error) {
    if (error instanceof DocumentProblem) return { problem: error.message };
    throw error;
  }
}

/** The first address of an OpenAPI document that is written out; null = it has none. */
export function openApiAddress(document: unknown): string | null {
  const servers = documentSchema.safeParse(document).data?.servers ?? [];
  const urls = servers
    .slice(0, MOST_SERVERS)
    .map(filledUrl)
    .filter((url) => url !== null);
  return urls.find((url) => /^https?:\/\//iu.test(url) && URL.canParse(url)) ?? null;
}

function headOf(document: unknown): z.output<typeof documentSchema> {
  const head = documentSchema.safeParse(document);
  if (head.success) return head.data;
  if (isRecord(document) && document['swagger'] !== undefined)
    throw new DocumentProblem(`It is Swagger ${String(document['swagger']).slice(0, 20)}; OpenAPI 3.0 or 3.1 is read.`);
  throw new DocumentProblem('It is no OpenAPI 3 document: it has no "openapi": "3.…" with an "info.title".');
}

function toolsOf(document: unknown, operations: readonly Operation[], base: URL) {
  const converter = new SchemaConverter(document);
  const tools: HttpTool[] = [];
  const leftOut: string[] = [];
  const names = new UniqueNames(MOST_NAME_CHARACTERS);
  let left = MOST_CHARACTERS;
  for (const operation of operations) {
    const own = operation.servers.length === 0 ? base : ownBase(operation, base);
    const made = own === null ? 'it is at another origin' : openApiTool(document, operation, own, converter);
    if (typeof made === 'string') {
      const where = `${operation.method} ${operation.path}`.slice(0, MOST_LEFT_OUT_CHARACTERS / 2);
      leftOut.push(cleanText(`${where}: ${made}`).slice(0, MOST_LEFT_OUT_CHARACTERS));
      continue;
    }
    const tool = { ...made, name: names.take(made.name) };
    left -= JSON.stringify(tool).length;
    if (left < 0)
      throw new DocumentProblem(`Its operations say more than ${MOST_CHARACTERS} characters about themselves.`);
    tools.push(tool);
  }
  return { tools, leftOut };
}

/** The entry of `servers` at the allowed origin. @throws DocumentProblem when all are elsewhere */
function baseOf(servers: readonly unknown[], allowed: string, whose: string): URL {
  const address = new URL(allowed);
  const urls = servers
    .slice(0, MOST_SERVERS)
    .map(filledUrl)
    .filter((url) => url !== null);
  const at = urls.map((url) => URL.parse(url, address.href)).filter((url) => url !== null);
  if (at.length === 0) return address;
  const found = at.find(({ origin }) => origin === address.origin);
  if (found !== undefined) return found;
  throw new DocumentProblem(
    `${whose} "servers" are at ${at[0]?.origin}, and requests may go to ${address.origin} only.`,
  );
}

function ownBase({ servers, path }: Operation, base: URL): URL | null {
  try {
    return baseOf(servers, base.href, path);
  } catch (error) {
    if (error instanceof DocumentProblem) return null;
    throw error;
  }
}

/** With its variables at their defaults; null = it is no server. */
function filledUrl(server: unknown): string | null {
  const { data } = serverSchema.safeParse(server);
  if (data === undefined) return null;
  const variables = isRecord(data.variables) ? data.variables : {};
  return data.url.replaceAll(/\{([^{}]*)\}/gu, (text, name: string) =>
    Object.hasOwn(variables, name) ? (variableSchema.safeParse(variables[name]).data?.default ?? text) : text,
  );
}

/** Where the document wants a key: the header of the first one that it says, else as a bearer token, when it says that. */
function credentialHeaderOf(document: unknown): string | null {
  const components = isRecord(document) ? document['components'] : null;
  const schemes = isRecord(components) ? components['securitySchemes'] : null;
  const found = (isRecord(schemes) ? Object.values(schemes) : []).map((scheme) =>
    resolved(document, scheme, 'A security scheme'),
  );
  const header = found.map((scheme) => apiKey.safeParse(scheme).data?.name).find((name) => name !== undefined);
  if (header !== undefined) return header;
  return found.some((scheme) => bearer.safeParse(scheme).success) ? null : 'x-api-key';
}
