import type { ServiceParts } from '@aether/common/service';
import { PlatformError, toServiceHeaders } from '@aether/common/service';
import { isErrorCode, type JsonObject, toolNameOf } from '@aether/schema';
import { z } from 'zod';
import type { LookUpCall } from '../notebook-directory.ts';

/** The revision of MCP in which one request is a whole exchange, so that no client is needed to make it. */
const REVISION = '2026-07-28';
const META = 'io.modelcontextprotocol';

const answerSchema = z.union([
  z.object({
    result: z.object({
      content: z.array(z.unknown()).default([]),
      structuredContent: z.unknown().optional(),
      isError: z.boolean().default(false),
    }),
  }),
  z.object({
    error: z.object({
      message: z.string(),
      data: z.object({ code: z.string(), hint: z.string().optional() }).partial().optional(),
    }),
  }),
]);

export interface ToolCall {
  readonly slug: string;
  readonly arguments: JsonObject;
  readonly idempotencyKey: string;
}

export interface ToolCallResult {
  readonly content: readonly unknown[];
  readonly structuredContent?: unknown;
  readonly isError: boolean;
}

/** Calls tools through the MCP gateway, which holds every rule about them. */
export class ToolCalls {
  readonly #parts: Pick<ServiceParts, 'toolFetch' | 'tokens'>;

  constructor(parts: Pick<ServiceParts, 'toolFetch' | 'tokens'>) {
    this.#parts = parts;
  }

  /** @throws PlatformError with the code of the gateway */
  async call(call: ToolCall, { viewer, requestId, traceparent, signal }: LookUpCall): Promise<ToolCallResult> {
    const { toolFetch, tokens } = this.#parts;
    const name = toolNameOf(call.slug);
    // The host is never looked up: `toolFetch` decides where /mcp is.
    const response = await toolFetch('http://mcp-gateway/mcp', {
      method: 'POST',
      signal,
      headers: {
        ...toServiceHeaders(tokens, { service: 'agents', audience: 'mcp-gateway', viewer, requestId, traceparent }),
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'idempotency-key': call.idempotencyKey,
        'mcp-protocol-version': REVISION,
        'mcp-method': 'tools/call',
        'mcp-name': name,
      },
      body: JSON.stringify(requestOf(name, call.arguments)),
    });
    const parsed = answerSchema.safeParse(JSON.parse(await response.text()));
    if (!parsed.success) throw new Error(`The MCP gateway answered ${response.status} with something that is no MCP.`);
    if ('result' in parsed.data) return parsed.data.result;
    const { message, data } = parsed.data.error;
    const hint = data?.hint === undefined ? {} : { hint: data.hint };
    throw new PlatformError(isErrorCode(data?.code) ? data.code : 'TOOL_REFUSED', message, hint);
  }
}

function requestOf(name: string, toolArguments: JsonObject): object {
  return {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: {
      name,
      arguments: toolArguments,
      _meta: {
        [`${META}/protocolVersion`]: REVISION,
        [`${META}/clientInfo`]: { name: 'aether-agents', version: REVISION },
        [`${META}/clientCapabilities`]: {},
      },
    },
  };
}
