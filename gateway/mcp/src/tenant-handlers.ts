import {
  createMcpHandler,
  InMemoryServerEventBus,
  type McpHttpHandler,
  type McpServerFactory,
} from '@modelcontextprotocol/server';
import { LRUCache } from 'lru-cache';

/** Open streams of one tenant that wait for changes. */
const STREAMS = 1_024;

/** The MCP handlers of all tenants: what one tenant's list does is told to its own clients only. */
export class TenantHandlers implements AsyncDisposable {
  readonly #options: {
    readonly serverOf: McpServerFactory;
    readonly bodyLimit: number;
    readonly onError: (error: Error) => void;
  };
  readonly #closing = new Set<Promise<void>>();
  readonly #handlers = new LRUCache<string, McpHttpHandler>({
    max: 10_000,
    dispose: (handler) => {
      const closing = handler.close().finally(() => this.#closing.delete(closing));
      this.#closing.add(closing);
    },
  });

  constructor(options: {
    readonly serverOf: McpServerFactory;
    readonly bodyLimit: number;
    readonly onError: (error: Error) => void;
  }) {
    this.#options = options;
  }

  of(tenantId: string): McpHttpHandler {
    const known = this.#handlers.get(tenantId);
    if (known !== undefined) return known;
    const { serverOf, bodyLimit, onError } = this.#options;
    const handler = createMcpHandler(serverOf, {
      bus: new InMemoryServerEventBus(onError),
      maxRequestBodySize: bodyLimit,
      maxSubscriptions: STREAMS,
    });
    this.#handlers.set(tenantId, handler);
    return handler;
  }

  toolsChanged(tenantId: string): void {
    this.#handlers.peek(tenantId)?.notify.toolsChanged();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#handlers.clear();
    await Promise.all(this.#closing);
  }
}
