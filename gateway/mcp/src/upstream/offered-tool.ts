import type { JsonObject } from '@aether/schema';
import type { Tool } from '@modelcontextprotocol/client';
import type { ApprovedTool } from './exchange.ts';

/** What a tool is called with. */
export interface OfferedToolCall {
  readonly arguments: JsonObject;
  readonly idempotencyKey: string | null;
  readonly effect: ApprovedTool['effect'];
  readonly signal: AbortSignal;
}

/** A tool of a system that does not speak MCP, as it would be listed there. */
export interface OfferedTool {
  readonly definition: Tool;
  /** The result, as MCP has it. @throws PlatformError, ProtocolError for what is no answer of the tool */
  readonly call: (call: OfferedToolCall) => Promise<Record<string, unknown>>;
}
