import type { JsonValue } from '@aether/schema';
import type { Redis } from 'ioredis';
import { connectRedis, isRefusalByRedis, type RedisConnectionOptions } from '../key-value/connect-redis.ts';
import { MessageQueue } from './message-queue.ts';
import type { Streams, SubscribeOptions, Subscription } from './streams.ts';

export interface RedisStreamsOptions extends RedisConnectionOptions {
  /**
   * Put before every channel, so that several installations share one Redis.
   * @default 'aether:'
   */
  readonly prefix?: string;
  /**
   * The listening connection is pinged this often, and made anew when no answer comes for as long: somebody who only
   * listens would otherwise never notice a peer that vanished without a word (a pulled cable, a firewall that forgot).
   * @default 5000
   */
  readonly heartbeatMs?: number;
}

interface Listener {
  readonly queue: MessageQueue;
  readonly onGap: (() => void) | undefined;
}

interface Channel {
  readonly listeners: Set<Listener>;
  /** Redis has confirmed the subscription of this connection. */
  isAttached: boolean;
  /** Resolves when it has; made anew when the connection is lost. */
  attached: PromiseWithResolvers<void>;
}

/** The bus of many processes: Redis pub/sub, with one connection that sends and one that listens for all subscriptions. */
export class RedisStreams implements Streams {
  readonly #channels = new Map<string, Channel>();
  readonly #onError: (error: Error) => void;
  readonly #prefix: string;
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #heartbeat: NodeJS.Timeout;
  #disposed = false;

  constructor({ prefix = 'aether:', heartbeatMs = 5_000, ...connection }: RedisStreamsOptions) {
    this.#prefix = prefix;
    this.#onError = connection.onError;
    this.#publisher = connectRedis(connection);
    this.#subscriber = connectRedis(connection, {
      // A subscription is a standing wish: it waits for the connection as long as it takes.
      maxRetriesPerRequest: null,
      commandTimeout: undefined,
      socketTimeout: heartbeatMs,
      // `#reattach` does it, because a gap may be told only after the channels are live again.
      autoResubscribe: false,
    });
    this.#subscriber.on('message', (channel: string, text: string) => this.#deliver(channel, text));
    this.#subscriber.on('close', () => this.#detach());
    let reconnected = false;
    this.#subscriber.on('ready', () => {
      if (reconnected) void this.#reattach();
      reconnected = true;
    });
    this.#heartbeat = setInterval(() => {
      if (this.#subscriber.status === 'ready') this.#subscriber.ping().catch(() => {});
    }, heartbeatMs).unref();
  }

  publish(channel: string, message: JsonValue): void {
    this.#publisher.publish(this.#prefix + channel, JSON.stringify(message)).catch((error: unknown) => {
      // An outage is told once by the connection, not once per message. A refusal by Redis is told.
      if (isRefusalByRedis(error)) this.#onError(error);
    });
  }

  subscribe(channel: string, { signal, limit = 1_000, onGap }: SubscribeOptions): Subscription {
    const ended = Promise.withResolvers<void>();
    const onEnd = (): void => {
      ended.resolve();
      this.#remove(channel, listener);
    };
    const queue = new MessageQueue({ channel, limit, signal, onEnd });
    const listener: Listener = { queue, onGap };
    if (this.#disposed) queue.end();
    const ready = queue.ended ? Promise.resolve() : Promise.race([this.#add(channel, listener), ended.promise]);
    return { ready, [Symbol.asyncIterator]: () => queue };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    clearInterval(this.#heartbeat);
    for (const { listeners } of this.#channels.values()) for (const { queue } of listeners) queue.end();
    this.#subscriber.disconnect();
    this.#publisher.disconnect();
  }

  #add(channel: string, listener: Listener): Promise<void> {
    const known = this.#channels.get(channel);
    if (known !== undefined) {
      known.listeners.add(listener);
      return known.attached.promise;
    }
    const made: Channel = { listeners: new Set([listener]), isAttached: false, attached: Promise.withResolvers() };
    this.#channels.set(channel, made);
    void this.#attach([[channel, made]]);
    return made.attached.promise;
  }

  #remove(channel: string, listener: Listener): void {
    const known = this.#channels.get(channel);
    if (!known?.listeners.delete(listener) || known.listeners.size > 0) return;
    this.#channels.delete(channel);
    if (!this.#disposed) this.#subscriber.unsubscribe(this.#prefix + channel).catch(this.#onError);
  }

  /** A connection that breaks before the answer is no failure: `#reattach` follows. */
  async #attach(channels: readonly (readonly [string, Channel])[]): Promise<void> {
    if (channels.length === 0) return;
    try {
      await this.#subscriber.subscribe(...channels.map(([name]) => this.#prefix + name));
      for (const [, channel] of channels) {
        channel.isAttached = true;
        channel.attached.resolve();
      }
    } catch (error) {
      if (!this.#disposed) this.#onError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #detach(): void {
    for (const channel of this.#channels.values()) {
      if (!channel.isAttached) continue;
      channel.isAttached = false;
      channel.attached = Promise.withResolvers();
    }
  }

  async #reattach(): Promise<void> {
    const channels = [...this.#channels];
    await this.#attach(channels);
    for (const [, { listeners }] of channels) for (const { onGap } of listeners) onGap?.();
  }

  #deliver(channel: string, text: string): void {
    const known = this.#channels.get(channel.slice(this.#prefix.length));
    if (known === undefined) return;
    for (const { queue } of known.listeners) queue.push(JSON.parse(text));
  }
}
