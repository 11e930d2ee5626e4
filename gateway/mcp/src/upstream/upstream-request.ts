import { MCP_META } from '@aether/schema';
import type {
  CallToolResult,
  Client,
  ClientCapabilities,
  CompleteResult,
  GetPromptResult,
  InputRequiredResult,
  LoggingLevel,
  Progress,
  ReadResourceResult,
  RequestOptions,
} from '@modelcontextprotocol/client';
import type { ApprovedTool, ExchangeListener } from './exchange.ts';

const META = 'io.modelcontextprotocol';

/** What goes along with a request, whatever it asks for. */
export interface RequestFacts {
  readonly idempotencyKey: string | null;
  readonly traceparent: string | null;
  /** What the caller can be asked for; null = what every caller can. */
  readonly capabilities: ClientCapabilities | null;
  /** From which level on the caller wants to hear the server's log; null = not at all. */
  readonly logLevel: LoggingLevel | null;
  /** Answers to what the server asked for, and what it wants to be told with them. */
  readonly input: { readonly inputResponses?: Record<string, unknown>; readonly requestState?: string };
}

/** One request to a tool server. */
export interface UpstreamRequest<Result> extends ExchangeListener {
  /** Sends it. */
  readonly send: (client: Client, options: RequestOptions) => Promise<Result>;
  readonly idempotencyKey: string | null;
  /** Of a tool: in the moment of the call it must be what was approved. */
  readonly approved?: ApprovedTool;
  /** The caller wants to hear of progress. */
  readonly onProgress: ((progress: Progress) => void) | null;
  readonly signal: AbortSignal;
}

type Send<Result> = UpstreamRequest<Result>['send'];

export function callTool(
  facts: RequestFacts,
  name: string,
  given: Record<string, unknown>,
): Send<CallToolResult | InputRequiredResult> {
  return (client, options) =>
    client.callTool(
      { name, arguments: given, ...facts.input, ...metaOf(facts) },
      { ...options, allowInputRequired: true },
    );
}

export function readResource(facts: RequestFacts, uri: string): Send<ReadResourceResult | InputRequiredResult> {
  return (client, options) =>
    client.readResource(
      { uri, ...facts.input, ...metaOf(facts) },
      { ...options, allowInputRequired: true, cacheMode: 'bypass' },
    );
}

export function getPrompt(
  facts: RequestFacts,
  name: string,
  given: Record<string, string>,
): Send<GetPromptResult | InputRequiredResult> {
  return (client, options) =>
    client.getPrompt(
      { name, arguments: given, ...facts.input, ...metaOf(facts) },
      { ...options, allowInputRequired: true },
    );
}

export function complete(params: Parameters<Client['complete']>[0]): Send<CompleteResult> {
  return (client, options) => client.complete(params, options);
}

function metaOf({ idempotencyKey, traceparent, capabilities, logLevel }: RequestFacts) {
  const meta = {
    ...(idempotencyKey === null ? {} : { [MCP_META.idempotencyKey]: idempotencyKey }),
    ...(traceparent === null ? {} : { traceparent }),
    ...(capabilities === null ? {} : { [`${META}/clientCapabilities`]: capabilities }),
    ...(logLevel === null ? {} : { [`${META}/logLevel`]: logLevel }),
  };
  return Object.keys(meta).length === 0 ? {} : { _meta: meta };
}
