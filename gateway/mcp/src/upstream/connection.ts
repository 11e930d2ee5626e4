import { PlatformError } from '@aether/common/service';
import type { ToolReportInput } from '@aether/schema';
import { type Client, type ElicitResult, type Transport } from '@modelcontextprotocol/client';
import { ToolRefusedError, ToolTimeoutError } from '../errors.ts';
import { definitionOf } from './definition.ts';
import { Exchange, exchanges, type InputAnswer } from './exchange.ts';
import { isFile, type Offers } from './offers.ts';
import { UpstreamClient } from './upstream-client.ts';
import type { UpstreamLimits } from './upstream-limits.ts';

const CLIENT = { name: 'aether', title: 'Aether', version: '1.0.0' };
const CANCELLED: ElicitResult = { action: 'cancel' };

/** A transport that may know why it could not be used: while a protocol is agreed on, nobody hears its errors. */
export type UpstreamTransport = Transport & { readonly problem?: Error | null };

export interface ConnectionOptions {
  readonly server: string;
  readonly limits: UpstreamLimits;
  /** A fresh one each time. */
  readonly openTransport: () => UpstreamTransport;
  /** A program that ends on a question it does not know is started again and asked in the older way. */
  readonly retryAsLegacy: boolean;
  readonly signal: AbortSignal;
  readonly onListChanged: () => void;
  /** What it has beside tools is another now. */
  readonly onOffersChanged: () => void;
  /** It closed by itself. */
  readonly onClosed: (closed: Connection) => void;
}

/** One open connection to a tool server, of whatever protocol revision it speaks. */
export class Connection implements AsyncDisposable {
  readonly client: Client;
  readonly #options: ConnectionOptions;
  readonly #underWay = new Set<Exchange>();
  #problem: Error | null = null;
  #closing = false;
  #retired: PromiseWithResolvers<void> | null = null;

  private constructor(client: Client, options: ConnectionOptions) {
    this.client = client;
    this.#options = options;
  }

  static async open(options: ConnectionOptions): Promise<Connection> {
    try {
      return await Connection.#open(options, 'auto');
    } catch (error) {
      // What is known for sure, such as a program that is not there, is no question of the protocol.
      const isKnown = error instanceof PlatformError;
      if (!options.retryAsLegacy || options.signal.aborted || isKnown) throw error;
      return await Connection.#open(options, 'legacy').catch(() => Promise.reject(error));
    }
  }

  static async #open(options: ConnectionOptions, mode: 'auto' | 'legacy'): Promise<Connection> {
    const { limits, signal, onListChanged, onOffersChanged, onClosed } = options;
    const offersChanged = { autoRefresh: false, onChanged: onOffersChanged } as const;
    const client = new UpstreamClient(CLIENT, {
      capabilities: { elicitation: { form: {}, url: {} } },
      versionNegotiation: { mode, probe: { timeoutMs: Math.min(3_000, limits.connectMs) } },
      inputRequired: { autoFulfill: false },
      listChanged: {
        tools: { autoRefresh: false, onChanged: onListChanged },
        prompts: offersChanged,
        resources: offersChanged,
      },
    });
    const connection = new Connection(client, options);
    client.setNotificationHandler('notifications/message', ({ params }) =>
      connection.#exchange()?.listener.onLog?.(params),
    );
    // A server of an older revision asks in the middle of a call. Who cannot be asked has not decided anything.
    client.setRequestHandler('elicitation/create', async ({ method, params }) => {
      const answer = await connection.#exchange()?.asked({ method, params });
      return isElicitAnswer(answer) ? answer : CANCELLED;
    });
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
      throw transport.problem ?? connection.#problem ?? error;
    }
    connection.#problem = null;
    Object.assign(client, {
      onclose: () => {
        if (!connection.#closing) onClosed(connection);
      },
    } satisfies Pick<Client, 'onclose'>);
    return connection;
  }

  get protocolRevision(): string | null {
    return this.client.getNegotiatedProtocolVersion() ?? null;
  }

  /** Requests made in `work` belong to the exchange: what the server says meanwhile goes to its listener. */
  async run<Result>(exchange: Exchange, work: () => Promise<Result>): Promise<Result> {
    this.#underWay.add(exchange);
    try {
      return await exchanges.run(exchange, work);
    } finally {
      this.#underWay.delete(exchange);
      exchange.ended();
      if (this.#underWay.size === 0) this.#retired?.resolve();
    }
  }

  /** Nothing new is begun on it: it ends when what is under way has, which each request limits in time. */
  async retire(): Promise<void> {
    this.#closing = true;
    this.#retired ??= Promise.withResolvers();
    if (this.#underWay.size > 0) await this.#retired.promise;
    await this[Symbol.asyncDispose]();
  }

  /** Nothing new may be begun on it. */
  get isClosing(): boolean {
    return this.#closing;
  }

  /**
   * Why it closed by itself, when the transport said so. Null when it is closed by us: what the transport said last may be the failure of one
   * request, and tells nothing of what became of the others.
   */
  get problem(): Error | null {
    return this.#closing ? null : this.#problem;
  }

  /** All that the server offers now, by name. @throws ToolRefusedError when it offers more than it may */
  async definitions(): Promise<ReadonlyMap<string, ToolReportInput>> {
    const { server, limits, signal } = this.#options;
    // Its failure is told by the exchange: an error of the protocol could not say what may be done about it.
    const exchange = new Exchange({ ends: signal });
    // Calls wait for it.
    exchange.limitSilence(2 * limits.connectMs, () => new ToolTimeoutError(server, 2 * limits.connectMs));
    const options = { timeout: limits.connectMs, signal: exchange.signal, cacheMode: 'refresh' } as const;
    const { tools } = await exchanges
      .run(exchange, () => this.client.listTools(undefined, options))
      .catch((error: unknown) => Promise.reject(exchange.signal.aborted ? exchange.signal.reason : error))
      .finally(() => exchange.ended());
    if (tools.length > limits.tools)
      throw new ToolRefusedError(server, `it offers ${tools.length} tools, at most ${limits.tools} are read.`);
    return new Map(
      tools.flatMap((tool) => {
        const definition = definitionOf(tool);
        return definition === null ? [] : [[definition.name, definition] as const];
      }),
    );
  }

  /** Prompts and resources; of a kind that the server does not have there are none. */
  async offers(): Promise<Offers> {
    const { server, limits, signal } = this.#options;
    const options = { timeout: limits.connectMs, signal, cacheMode: 'bypass' } as const;
    const has = this.client.getServerCapabilities();
    const prompts = has?.prompts === undefined ? [] : (await this.client.listPrompts(undefined, options)).prompts;
    const resources =
      has?.resources === undefined ? [] : (await this.client.listResources(undefined, options)).resources;
    const templates =
      has?.resources === undefined
        ? []
        : (await this.client.listResourceTemplates(undefined, options).catch(() => ({ resourceTemplates: [] })))
            .resourceTemplates;
    const count = prompts.length + resources.length + templates.length;
    if (count > limits.offers)
      throw new ToolRefusedError(server, `it has ${count} prompts and resources, at most ${limits.offers} are read.`);
    return {
      prompts,
      resources: resources.filter(({ uri }) => !isFile(uri)),
      templates: templates.filter(({ uriTemplate }) => !isFile(uriTemplate)),
    };
  }

  /** Over HTTP the requests of a call know it; over stdio there is one stream, and only a call that is alone is meant for sure. */
  #exchange(): Exchange | null {
    const current = exchanges.current();
    if (current !== null) return current;
    const [first, ...others] = this.#underWay;
    return first !== undefined && others.length === 0 ? first : null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true;
    this.#retired?.resolve();
    await this.client.close();
  }
}

/** What is in an accepted answer, its server checks. */
function isElicitAnswer(answer: InputAnswer | null | undefined): answer is ElicitResult {
  return ['accept', 'decline', 'cancel'].includes(String(answer?.['action']));
}
