import { createHash } from 'node:crypto';
import { PlatformError } from '@aether/common/service';
import { canonicalJson, type HttpTool, type HttpTools, type JsonObject, MCP_META } from '@aether/schema';
import {
  type CallToolResult,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type JSONRPCRequest,
  ProtocolErrorCode,
  type RequestId,
  type Tool,
  type Transport,
} from '@modelcontextprotocol/client';
import { z } from 'zod';
import { ToolNotApprovedError, ToolNotFoundError } from '../errors.ts';
import { definitionOf } from '../upstream/definition.ts';
import { type ApprovedTool, exchanges } from '../upstream/exchange.ts';

/** What a tool is called with. */
export interface HttpToolCall {
  readonly arguments: JsonObject;
  readonly idempotencyKey: string | null;
  readonly effect: ApprovedTool['effect'];
  readonly signal: AbortSignal;
}

export interface HttpToolsTransportOptions {
  /** Slug. */
  readonly server: string;
  /** What there is now. @throws PlatformError */
  readonly read: (signal: AbortSignal) => Promise<HttpTools>;
  /** @throws PlatformError for what is no answer of the tool */
  readonly call: (tools: HttpTools, tool: HttpTool, call: HttpToolCall) => Promise<CallToolResult>;
}

const initialize = z.object({ protocolVersion: z.string() });
const callSchema = z.object({
  name: z.string(),
  arguments: z.record(z.string(), z.json()).default({}),
  _meta: z.looseObject({ [MCP_META.idempotencyKey]: z.string().optional() }).optional(),
});
const cancelled = z.object({
  method: z.literal('notifications/cancelled'),
  params: z.object({ requestId: z.union([z.string(), z.number()]) }),
});

/**
 * HTTP requests seen as a tool server: answers MCP where a server would, so that every rule about servers (pinned definitions, limits,
 * breakers, reports) holds for them as it is.
 */
export class HttpToolsTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;
  readonly #options: HttpToolsTransportOptions;
  readonly #stop = new AbortController();
  readonly #calls = new Map<RequestId, AbortController>();
  #tools: HttpTools | null = null;

  constructor(options: HttpToolsTransportOptions) {
    this.#options = options;
  }

  /** @throws PlatformError when there is nothing that can be called */
  async start(): Promise<void> {
    this.#tools = await this.#options.read(this.#stop.signal);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (isJSONRPCRequest(message)) {
      void this.#answer(message);
      return;
    }
    const stopped = cancelled.safeParse(message).data;
    if (stopped !== undefined) this.#calls.get(stopped.params.requestId)?.abort();
  }

  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    for (const call of this.#calls.values()) call.abort();
    this.onclose?.();
  }

  async #answer(request: JSONRPCRequest): Promise<void> {
    const { id } = request;
    const exchange = exchanges.current();
    const answer = await this.#resultOf(request).then(
      (result) => ({ jsonrpc: '2.0' as const, id, result }),
      (error: unknown) => {
        // The code of ours says what may be done about it; an error of the protocol could not.
        if (exchange === null) this.onerror?.(error instanceof Error ? error : new Error(String(error)));
        else exchange.fail(error);
        const message = error instanceof PlatformError ? error.message : 'The request failed.';
        return { jsonrpc: '2.0' as const, id, error: { code: ProtocolErrorCode.InternalError, message } };
      },
    );
    if (!this.#stop.signal.aborted) this.onmessage?.(answer);
  }

  async #resultOf({ id, method, params }: JSONRPCRequest): Promise<Record<string, unknown>> {
    switch (method) {
      case 'initialize': {
        const { protocolVersion } = initialize.parse(params);
        return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'http', version: '1.0.0' } };
      }
      case 'tools/list':
        return this.#list();
      case 'tools/call':
        return this.#call(id, callSchema.parse(params));
      default:
        return {};
    }
  }

  async #list(): Promise<{ readonly tools: readonly Tool[] }> {
    const tools = await this.#options.read(this.#stop.signal);
    this.#tools = tools;
    return { tools: tools.tools.map((tool) => toolOf(tool, tools)) };
  }

  async #call(id: RequestId, { name, arguments: given, _meta: meta }: z.output<typeof callSchema>) {
    const tools = this.#tools;
    const tool = tools?.tools.find((each) => each.name === name);
    if (tools === null || tool === undefined) throw new ToolNotFoundError(name);
    const approved = exchanges.current()?.approved ?? null;
    // Since the caller compared it, the tool may have become another one: what is about to be sent is what counts.
    if (approved === null || definitionOf(toolOf(tool, tools))?.definitionHash !== approved.definitionHash)
      throw new ToolNotApprovedError(`${this.#options.server}/${name}`, approved !== null);
    const running = new AbortController();
    this.#calls.set(id, running);
    try {
      return await this.#options.call(tools, tool, {
        arguments: given,
        idempotencyKey: meta?.[MCP_META.idempotencyKey] ?? null,
        effect: approved.effect,
        signal: running.signal,
      });
    } finally {
      this.#calls.delete(id);
    }
  }
}

function toolOf(tool: HttpTool, { credentialHeader }: HttpTools): Tool {
  const { name, title, description, inputSchema, effect } = tool;
  const request = createHash('sha256').update(canonicalJson({ ...tool, credentialHeader }));
  return {
    name,
    ...(title === null ? {} : { title }),
    description,
    inputSchema: { ...inputSchema, type: 'object' },
    annotations: { readOnlyHint: effect === 'READ', idempotentHint: effect === 'READ' || effect === 'IDEMPOTENT' },
    _meta: {
      [MCP_META.request]: request.digest('hex'),
      [MCP_META.effect]: effect,
    },
  };
}
