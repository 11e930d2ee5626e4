import type { ToolReportInput } from '@aether/schema';
import { Client, type Transport } from '@modelcontextprotocol/client';
import { ToolRefusedError } from '../errors.ts';
import { definitionOf } from './definition.ts';
import type { UpstreamLimits } from './upstream-limits.ts';

const CLIENT = { name: 'aether', title: 'Aether', version: '1.0.0' };

export interface ConnectionOptions {
  readonly server: string;
  readonly limits: UpstreamLimits;
  /** A fresh one each time. */
  readonly openTransport: () => Transport;
  /** A program that ends on a question it does not know is started again and asked in the older way. */
  readonly retryAsLegacy: boolean;
  readonly signal: AbortSignal;
  readonly onListChanged: () => void;
  readonly onClosed: (problem: Error | null) => void;
}

/** One open connection to a tool server, of whatever protocol revision it speaks. */
export class Connection implements AsyncDisposable {
  readonly client: Client;
  readonly #options: ConnectionOptions;
  #problem: Error | null = null;
  #closing = false;

  private constructor(client: Client, options: ConnectionOptions) {
    this.client = client;
    this.#options = options;
  }

  static async open(options: ConnectionOptions): Promise<Connection> {
    try {
      return await Connection.#open(options, 'auto');
    } catch (error) {
      if (!options.retryAsLegacy || options.signal.aborted) throw error;
      return await Connection.#open(options, 'legacy').catch(() => Promise.reject(error));
    }
  }

  static async #open(options: ConnectionOptions, mode: 'auto' | 'legacy'): Promise<Connection> {
    const { limits, signal, onListChanged, onClosed } = options;
    const client = new Client(CLIENT, {
      versionNegotiation: { mode, probe: { timeoutMs: Math.min(3_000, limits.connectMs) } },
      inputRequired: { autoFulfill: false },
      listChanged: { tools: { autoRefresh: false, onChanged: onListChanged } },
    });
    const connection = new Connection(client, options);
    const transport = options.openTransport();
    // A transport that fails tells why before it closes. The SDK knows properties, no listeners.
    Object.assign(client, {
      onerror: (error: Error) => {
        connection.#problem = error;
      },
    } satisfies Pick<Client, 'onerror'>);
    try {
      await client.connect(transport, { timeout: limits.connectMs, signal });
    } catch (error) {
      await transport.close().catch(() => {});
      throw connection.#problem ?? error;
    }
    connection.#problem = null;
    Object.assign(client, {
      onclose: () => {
        if (!connection.#closing) onClosed(connection.#problem);
      },
    } satisfies Pick<Client, 'onclose'>);
    return connection;
  }

  get protocolRevision(): string | null {
    return this.client.getNegotiatedProtocolVersion() ?? null;
  }

  /** Why it closed, when the transport said so. */
  get problem(): Error | null {
    return this.#problem;
  }

  /** All that the server offers now, by name. @throws ToolRefusedError when it offers more than it may */
  async definitions(): Promise<ReadonlyMap<string, ToolReportInput>> {
    const { server, limits, signal } = this.#options;
    const options = { timeout: limits.connectMs, signal, cacheMode: 'refresh' } as const;
    const { tools } = await this.client.listTools(undefined, options);
    if (tools.length > limits.tools)
      throw new ToolRefusedError(server, `it offers ${tools.length} tools, at most ${limits.tools} are read.`);
    return new Map(
      tools.flatMap((tool) => {
        const definition = definitionOf(tool);
        return definition === null ? [] : [[definition.name, definition] as const];
      }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true;
    await this.client.close();
  }
}
