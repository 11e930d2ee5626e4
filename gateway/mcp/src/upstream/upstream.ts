import { type Clock, PlatformError } from '@aether/common/service';
import { type Progress, SdkError, SdkErrorCode } from '@modelcontextprotocol/client';
import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhen,
  TaskCancelledError,
  wrap,
} from 'cockatiel';
import { endingWith } from '../ending-with.ts';
import {
  ToolCallCancelledError,
  ToolNotApprovedError,
  ToolNotFoundError,
  ToolResultTooLargeError,
  ToolServerUnavailableError,
  ToolTimeoutError,
} from '../errors.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import { type ApprovedTool, Exchange } from './exchange.ts';
import { isOutage } from './is-outage.ts';
import { nameFault } from './name-fault.ts';
import type { Offers } from './offers.ts';
import type { RestartDelay } from './restart-delay.ts';
import { saysNothingOfConnection } from './says-nothing-of-connection.ts';
import { type Definitions, ToolList } from './tool-list.ts';
import type { UpstreamRequest } from './upstream-request.ts';

export interface UpstreamOptions extends Pick<
  ConnectionOptions,
  'server' | 'limits' | 'openTransport' | 'retryAsLegacy'
> {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Nothing is kept between its requests: one that fails says nothing about the others, and the connection stays. */
  readonly isStateless: boolean;
  readonly restart: RestartDelay;
  readonly onListed: (definitions: Definitions, protocolRevision: string | null) => void;
  /** Prompts or resources are others now. */
  readonly onOffersChanged: () => void;
  readonly onLost: (problem: PlatformError) => void;
}

interface Open {
  readonly connection: Connection;
  readonly list: ToolList;
  offers: { readonly read: Promise<Offers>; readonly untilMs: number } | null;
}

interface Listed {
  readonly open: Open;
  readonly definitions: Definitions;
}

/** One tool server: connected when it is needed, left alone for a growing while when it fails. */
export class Upstream implements AsyncDisposable {
  readonly #options: UpstreamOptions;
  readonly #stop = new AbortController();
  readonly #guard;
  #opening: Promise<Open> | null = null;
  /** Of `#opening`, as soon as there is one: what becomes of another connection does not concern the one that is used now. */
  #current: Connection | null = null;
  #underWay = 0;
  readonly #retired = new Set<Connection>();
  #again: NodeJS.Timeout | null = null;

  constructor(options: UpstreamOptions) {
    this.#options = options;
    const { failures, halfOpenAfterMs, concurrentCalls, waitingCalls } = options.limits;
    this.#guard = wrap(
      bulkhead(concurrentCalls, waitingCalls),
      circuitBreaker(handleWhen(isOutage), {
        breaker: new ConsecutiveBreaker(failures),
        halfOpenAfter: halfOpenAfterMs,
      }),
    );
  }

  /** Slug. */
  get server(): string {
    return this.#options.server;
  }

  get isConnected(): boolean {
    return this.#opening !== null;
  }

  /** Requests are under way or wait. */
  get isBusy(): boolean {
    return this.#underWay > 0;
  }

  /**
   * What the server offers: read again after it told of a change, and when the list is old, because not every server tells. Whoever comes
   * meanwhile waits for the one reading.
   * @throws PlatformError
   */
  async definitions(signal: AbortSignal): Promise<Definitions> {
    return (await this.#listed(signal)).definitions;
  }

  /** Reads the list now, or waits for the reading that is under way. @param ageMs what is known suffices while it is younger @throws PlatformError */
  async check({ ageMs = 0 } = {}): Promise<Definitions> {
    const { list } = await this.#connect();
    const known = list.youngerThan(ageMs);
    if (known !== null) return known;
    try {
      return await list.read();
    } catch (error) {
      if (this.#options.isStateless || (error instanceof PlatformError && error.code === 'NEEDS_AUTH')) throw error;
      // Whether it is there at all a new connection finds out, and tells.
      return (await this.#reconnect()).definitions;
    }
  }

  /** Prompts and resources, as of a moment ago. @throws PlatformError */
  async offers(): Promise<Offers> {
    const { server, limits, clock } = this.#options;
    const open = await this.#connect();
    const now = clock.monotonicMs();
    if (open.offers !== null && open.offers.untilMs > now) return open.offers.read;
    const read = open.connection.offers().catch((error: unknown) => {
      open.offers = null;
      throw nameFault(error, { server, limits, sent: false });
    });
    open.offers = { read, untilMs: now + limits.offersMs };
    return read;
  }

  /**
   * Makes a request once: nothing is repeated that may have been sent. A result with `isError` is a result.
   * @throws PlatformError
   */
  async ask<Result>(request: UpstreamRequest<Result>): Promise<Result> {
    const { server, limits } = this.#options;
    this.#underWay += 1;
    try {
      return await this.#guard.execute(() => this.#ask(request), request.signal);
    } catch (error) {
      if (error instanceof TaskCancelledError) throw new ToolCallCancelledError();
      if (error instanceof BrokenCircuitError)
        throw new ToolServerUnavailableError(server, `it failed ${limits.failures} times in a row and is left alone`);
      if (error instanceof BulkheadRejectedError)
        throw new ToolServerUnavailableError(server, `${limits.concurrentCalls} calls are under way and more wait`);
      throw error;
    } finally {
      this.#underWay -= 1;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    if (this.#again !== null) clearTimeout(this.#again);
    const open = await this.#opening?.catch(() => null);
    const connections = [...this.#retired, ...(open == null ? [] : [open.connection])];
    await Promise.all(connections.map((connection) => connection[Symbol.asyncDispose]()));
  }

  async #ask<Result>(request: UpstreamRequest<Result>): Promise<Result> {
    const { server, limits } = this.#options;
    const { onProgress, signal, idempotencyKey } = request;
    if (signal.aborted) throw new ToolCallCancelledError();
    const connection = await this.#connectionFor(request);
    const exchange = new Exchange({ ends: signal, listener: request, approved: request.approved });
    exchange.limitSilence(limits.callMs, () => new ToolTimeoutError(server, limits.callMs));
    const heard = (progress: Progress): void => {
      exchange.heard();
      onProgress?.(progress);
    };
    try {
      const result = await connection.run(exchange, () =>
        request.send(connection.client, {
          timeout: limits.totalMs,
          maxTotalTimeout: limits.totalMs,
          signal: exchange.signal,
          ...(onProgress === null ? {} : { onprogress: heard }),
          ...(idempotencyKey === null ? {} : { headers: { 'idempotency-key': idempotencyKey } }),
        }),
      );
      if (Buffer.byteLength(JSON.stringify(result)) > limits.resultBytes)
        throw new ToolResultTooLargeError(server, limits.resultBytes);
      return result;
    } catch (error) {
      if (signal.aborted) throw new ToolCallCancelledError();
      const cause = exchange.signal.aborted ? exchange.signal.reason : error;
      // Only what ended the connection has ended this request, too: what went wrong with another one says nothing about it.
      const isClosed = cause instanceof SdkError && cause.code === SdkErrorCode.ConnectionClosed;
      const told = isClosed && connection.problem instanceof PlatformError ? connection.problem : cause;
      const fault = nameFault(told, { server, limits, sent: true });
      await this.#failed(fault, connection);
      throw fault;
    }
  }

  async #failed(fault: PlatformError, connection: Connection): Promise<void> {
    const { isStateless, onLost } = this.#options;
    if (saysNothingOfConnection(fault)) return;
    const { code } = fault;
    if (code === 'NEEDS_AUTH') {
      const isCurrent = this.#current === connection;
      if (!isStateless) await this.#drop(connection);
      if (isStateless || isCurrent) onLost(fault);
    }
    if (isStateless || code !== 'TOOL_SERVER_UNAVAILABLE') return;
    // A session that the server has forgotten takes no new request, and may still answer those that it has. Whether the server is there at
    // all is found out at once.
    this.#retire(connection);
    this.#connect().catch(() => {});
  }

  /** Where a request may go now; that of a tool only while it is the one that was approved. Nothing was sent before. @throws PlatformError */
  async #connectionFor({
    approved,
    signal,
  }: Pick<UpstreamRequest<unknown>, 'approved' | 'signal'>): Promise<Connection> {
    if (approved === undefined) return (await this.#connect()).connection;
    let listed = await this.#listed(signal);
    // It has come to its end while its list was read.
    if (listed.open.connection.isClosing) listed = await endingWith(signal, this.#reconnect());
    this.#requireApproved(listed.definitions, approved);
    return listed.open.connection;
  }

  /** @throws ToolNotFoundError, ToolNotApprovedError */
  #requireApproved(definitions: Definitions, { name, definitionHash }: ApprovedTool): void {
    const slug = `${this.server}/${name}`;
    const offered = definitions.get(name);
    if (offered === undefined) throw new ToolNotFoundError(slug);
    if (offered.definitionHash !== definitionHash) throw new ToolNotApprovedError(slug, true);
  }

  /** What there is, and on which connection it is. @throws PlatformError */
  async #listed(signal: AbortSignal): Promise<Listed> {
    const open = await endingWith(signal, this.#connect());
    const { list } = open;
    if (list.standing !== null) return { open, definitions: list.standing };
    try {
      return { open, definitions: await endingWith(signal, list.read()) };
    } catch (error) {
      if (signal.aborted) throw error;
      if (list.standing !== null) return { open, definitions: list.standing };
      // It may have been started again since it was called last: nothing was sent, so it is asked anew.
      const isOver = this.#current !== open.connection && error instanceof ToolServerUnavailableError;
      if (this.#options.isStateless || !isOver) throw error;
      return await endingWith(signal, this.#reconnect());
    }
  }

  async #reconnect(): Promise<Listed> {
    const open = await this.#connect();
    return { open, definitions: open.list.definitions ?? (await open.list.read()) };
  }

  /** @throws ToolServerUnavailableError while it is left alone, and after it was let go */
  #connect(): Promise<Open> {
    const { server, restart } = this.#options;
    if (this.#stop.signal.aborted) return Promise.reject(new ToolServerUnavailableError(server, 'it was let go here'));
    if (this.#opening !== null) return this.#opening;
    const waitMs = restart.remainingMs();
    if (waitMs > 0)
      return Promise.reject(
        new ToolServerUnavailableError(
          server,
          `${restart.problem}; it is tried again in ${Math.ceil(waitMs / 1000)} s`,
        ),
      );
    const opening = this.#open();
    this.#opening = opening;
    opening.catch(() => {
      if (this.#opening !== opening) return;
      this.#opening = null;
      this.#current = null;
    });
    return opening;
  }

  async #open(): Promise<Open> {
    const { server, limits, restart, onLost, onOffersChanged } = this.#options;
    /** Before it is there, a change is in the list that is read then. */
    let open: Open | null = null;
    try {
      const connection = await Connection.open({
        ...this.#options,
        signal: this.#stop.signal,
        onListChanged: () => {
          open?.list.changed().catch(() => {});
        },
        onOffersChanged: () => {
          if (open !== null) open.offers = null;
          onOffersChanged();
        },
        onClosed: (closed) => this.#lost(closed),
      });
      this.#current = connection;
      open = { connection, list: this.#listOf(connection), offers: null };
      await open.list.read();
      restart.connected();
      return open;
    } catch (error) {
      const fault = nameFault(error, { server, limits, sent: false });
      // Let go meanwhile: of the server it says nothing.
      if (this.#stop.signal.aborted) throw fault;
      // Who waits for a person is not left alone: the next call finds out whether somebody has signed in.
      if (fault.code !== 'NEEDS_AUTH') restart.failed(problemOf(fault));
      onLost(fault);
      throw fault;
    }
  }

  #listOf(connection: Connection): ToolList {
    const { server, limits, isStateless, onListed, onLost } = this.#options;
    const list = new ToolList({
      ...this.#options,
      read: () => connection.definitions(),
      onListed: (definitions) => {
        if (this.#current === connection) onListed(definitions, connection.protocolRevision);
      },
      onFailed: async (error) => {
        const fault = nameFault(error, { server, limits, sent: false });
        // Another one has taken its place, and tells how the server is.
        if (this.#current !== connection) return fault;
        // What was listed before can still be called as it was approved, and calls are under way.
        const stays = isStateless && list.definitions !== null;
        // Without access its calls are over, too. Any other failure says nothing about those that are under way.
        if (fault.code === 'NEEDS_AUTH' && !stays) await this.#drop(connection);
        else if (!stays) this.#retire(connection);
        if (stays || fault.code === 'NEEDS_AUTH') onLost(fault);
        return fault;
      },
    });
    return list;
  }

  #lost(connection: Connection): void {
    const { server, restart, onLost } = this.#options;
    const { problem } = connection;
    if (this.#current !== connection) return;
    this.#leave(connection);
    const fault = new ToolServerUnavailableError(server, problem?.message ?? 'it ended', problem);
    restart.failed(problemOf(fault));
    onLost(fault);
    // Whether it can be started again is found out before somebody needs it.
    if (this.#again !== null) clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.#connect().catch(() => {}), Math.ceil(restart.remainingMs()) + 1).unref();
  }

  /** The next request gets another connection. */
  #retire(connection: Connection): void {
    this.#leave(connection);
    if (this.#retired.has(connection) || connection.isClosing) return;
    this.#retired.add(connection);
    const ended = (): void => void this.#retired.delete(connection);
    connection.retire().then(ended, ended);
  }

  async #drop(connection: Connection): Promise<void> {
    this.#leave(connection);
    await connection[Symbol.asyncDispose]();
  }

  /** The next request opens another one, unless that has happened already. */
  #leave(connection: Connection): void {
    if (this.#current !== connection) return;
    this.#opening = null;
    this.#current = null;
  }
}

/** What goes on in the sentence of another error: the problem alone, where the message would say the same twice. */
function problemOf({ code, message, facts }: PlatformError): string {
  const { problem } = facts;
  const said = code === 'TOOL_SERVER_UNAVAILABLE' && typeof problem === 'string' ? problem : message;
  return said.replace(/\.$/u, '');
}
