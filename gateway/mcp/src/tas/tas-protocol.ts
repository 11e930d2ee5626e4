import type { JsonObject, JsonValue } from '@aether/schema';

/** Of MCP. */
export type TasMethod = 'tools/list' | 'tools/call';

export interface TasQuestion {
  readonly url: string;
  /** Null = GET. */
  readonly body: JsonValue;
}

/** How the tools of one system of TAS are listed and called. */
export interface TasProtocol {
  /** Of every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** @param cursor of the page before; null = the first page */
  readonly list: (cursor: string | null) => TasQuestion;
  readonly call: (name: string, given: JsonObject) => TasQuestion;
  /** What MCP calls the result. @throws ProtocolError for `{"error"}`, TasPlaceholderError when nothing was called */
  readonly resultOf: (answer: unknown, method: TasMethod) => unknown;
}
