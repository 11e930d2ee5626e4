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

  /** @param server slug of the only one that is seen; null = all */
  of(tenantId: string, server: string | null): McpHttpHandler {
    const key = keyOf(tenantId, server);
    const known = this.#handlers.get(key);
    if (known !== undefined) return known;
    const { serverOf, bodyLimit, onError } = this.#options;
    const handler = createMcpHandler(serverOf, {
      bus: new InMemoryServerEventBus(onError),
      maxRequestBodySize: bodyLimit,
      maxSubscriptions: STREAMS,
    });
    this.#handlers.set(key, handler);
    return handler;
  }

  toolsChanged(tenantId: string): void {
    for (const [key, handler] of this.#handlers.entries())
      if (key.startsWith(keyOf(tenantId, ''))) handler.notify.toolsChanged();
  }

  offersChanged(tenantId: string, server: string): void {
    for (const key of [keyOf(tenantId, null), keyOf(tenantId, server)]) {
      const notify = this.#handlers.peek(key)?.notify;
      notify?.promptsChanged();
      notify?.resourcesChanged();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#handlers.clear();
    await Promise.all(this.#closing);
  }
}

function keyOf(tenantId: string, server: string | null): string {
  return `${tenantId}/${server ?? ''}`;
}
