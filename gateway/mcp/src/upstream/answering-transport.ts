import { PlatformError } from '@aether/common/service';
import { MCP_META } from '@aether/schema';
import {
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
import { definitionOf } from './definition.ts';
import { exchanges } from './exchange.ts';
import type { OfferedTool } from './offered-tool.ts';

export interface AnsweringTransportOptions {
  /** Slug. */
  readonly server: string;
  /** What there is now. @throws PlatformError, ProtocolError */
  readonly read: (signal: AbortSignal) => Promise<readonly OfferedTool[]>;
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
 * A system that does not speak MCP, seen as a tool server: answers where a server would, so that every rule about servers (pinned
 * definitions, limits, breakers, reports) holds for it as it is.
 */
export class AnsweringTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;
  readonly #options: AnsweringTransportOptions;
  readonly #stop = new AbortController();
  readonly #running = new Map<RequestId, AbortController>();
  #tools: readonly OfferedTool[] = [];

  constructor(options: AnsweringTransportOptions) {
    this.#options = options;
  }

  /** Nothing is asked before the list is. */
  async start(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    if (isJSONRPCRequest(message)) {
      void this.#answer(message);
      return;
    }
    const stopped = cancelled.safeParse(message).data;
    if (stopped !== undefined) this.#running.get(stopped.params.requestId)?.abort();
  }

  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.onclose?.();
  }

  async #answer(request: JSONRPCRequest): Promise<void> {
    const { id } = request;
    const exchange = exchanges.current();
    const running = new AbortController();
    this.#running.set(id, running);
    const answer = await this.#resultOf(request, AbortSignal.any([this.#stop.signal, running.signal]))
      .then(
        (result) => ({ jsonrpc: '2.0' as const, id, result }),
        (error: unknown) => {
          // The code of ours says what may be done about it; an error of the protocol could not.
          if (exchange === null) this.onerror?.(error instanceof Error ? error : new Error(String(error)));
          else exchange.fail(error);
          const message = error instanceof PlatformError ? error.message : 'The request failed.';
          return { jsonrpc: '2.0' as const, id, error: { code: ProtocolErrorCode.InternalError, message } };
        },
      )
      .finally(() => this.#running.delete(id));
    if (!this.#stop.signal.aborted) this.onmessage?.(answer);
  }

  async #resultOf({ method, params }: JSONRPCRequest, signal: AbortSignal): Promise<Record<string, unknown>> {
    switch (method) {
      case 'initialize': {
        const { protocolVersion } = initialize.parse(params);
        return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'http', version: '1.0.0' } };
      }
      case 'tools/list':
        return this.#list(signal);
      case 'tools/call':
        return this.#call(callSchema.parse(params), signal);
      default:
        return {};
    }
  }

  async #list(signal: AbortSignal): Promise<{ readonly tools: readonly Tool[] }> {
    const tools = await this.#options.read(signal);
    this.#tools = tools;
    return { tools: tools.map(({ definition }) => definition) };
  }

  async #call(
    { name, arguments: given, _meta: meta }: z.output<typeof callSchema>,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>> {
    const tool = this.#tools.find(({ definition }) => definition.name === name);
    if (tool === undefined) throw new ToolNotFoundError(name);
    const approved = exchanges.current()?.approved ?? null;
    // Since the caller compared it, the tool may have become another one: what is about to be sent is what counts.
    if (approved === null || definitionOf(tool.definition)?.definitionHash !== approved.definitionHash)
      throw new ToolNotApprovedError(`${this.#options.server}/${name}`, approved !== null);
    const idempotencyKey = meta?.[MCP_META.idempotencyKey] ?? null;
    return tool.call({ arguments: given, idempotencyKey, effect: approved.effect, signal });
  }
}
