import type { HttpMethod } from '../http-call.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';

/** Where one argument of a call goes. */
export interface HttpToolField {
  readonly argument: string;
  readonly in: 'path' | 'query' | 'header';
  /** There. */
  readonly name: string;
  /** How a list is written: one `name=value` each, or joined by this. */
  readonly lists: 'REPEATED' | ',' | '|' | ' ';
  /** An object becomes `name[member]=value`; otherwise it is JSON text. */
  readonly isDeep: boolean;
}

/** One request to a system that does not speak MCP, as a tool. */
export interface HttpTool {
  readonly name: string;
  readonly title: string | null;
  readonly description: string;
  readonly method: HttpMethod | 'HEAD';
  /** Absolute. `{name}` in its path is filled in. */
  readonly url: string;
  readonly fields: readonly HttpToolField[];
  /** The same in each request. */
  readonly headers: Readonly<Record<string, string>>;
  /** `{name}` alone is that argument as it is; within a text it is text. Null = no body. */
  readonly body: { readonly type: 'JSON' | 'FORM'; readonly template: JsonValue } | null;
  /** Media types that it answers. */
  readonly accept: string;
  readonly effect: 'READ' | 'IDEMPOTENT' | 'KEYED' | 'ONCE';
  readonly inputSchema: JsonObject;
}

/** The tools of one server, as its document says them. */
export interface HttpTools {
  readonly tools: readonly HttpTool[];
  /** Header of a credential of kind API_KEY; null = it is sent as a bearer token. */
  readonly credentialHeader: string | null;
  /** What the document has and no tool can do: `POST /upload: its body is multipart/form-data`. */
  readonly leftOut: readonly string[];
}

/** What was read, or why it cannot be used: a sentence with what was expected and what came. */
export type ReadHttpTools = { readonly read: HttpTools } | { readonly problem: string };
