import { LRUCache } from 'lru-cache';
import type { KeyValueStore, TimeToLive } from './key-value-store.ts';

export interface InMemoryKeyValueStoreOptions {
  /** Milliseconds that never jump. */
  readonly monotonicMs: () => number;
  /**
   * Memory that keys and values may take; beyond it the entry that was used longest ago goes.
   * @default 32 MiB
   */
  readonly maximumBytes?: number;
}

interface Entry {
  readonly value: string;
  readonly endsAtMs: number;
}

/** What an entry costs beside its text, roughly. */
const ENTRY_BYTES = 200;

/** Bounded and volatile, for one process. */
export class InMemoryKeyValueStore implements KeyValueStore {
  readonly #entries: LRUCache<string, Entry>;
  readonly #monotonicMs: () => number;

  constructor(options: InMemoryKeyValueStoreOptions) {
    this.#monotonicMs = options.monotonicMs;
    this.#entries = new LRUCache({
      maxSize: options.maximumBytes ?? 32 * 1024 * 1024,
      sizeCalculation: (entry, key) => ENTRY_BYTES + 2 * (key.length + entry.value.length),
    });
  }

  async get(key: string): Promise<string | null> {
    return this.#living(key)?.value ?? null;
  }

  async set(key: string, value: string, { ttlMs }: TimeToLive): Promise<void> {
    this.#entries.set(key, { value, endsAtMs: this.#monotonicMs() + ttlMs });
  }

  async setIfAbsent(key: string, value: string, options: TimeToLive): Promise<boolean> {
    if (this.#living(key) !== null) return false;
    await this.set(key, value, options);
    return true;
  }

  async delete(key: string): Promise<void> {
    this.#entries.delete(key);
  }

  async increment(key: string, { ttlMs, by = 1 }: TimeToLive & { readonly by?: number }): Promise<number> {
    const entry = this.#living(key);
    const sum = Number(entry?.value ?? '0') + by;
    if (!Number.isSafeInteger(sum)) throw new RangeError(`The value of "${key}" plus ${by} is not a whole number.`);
    this.#entries.set(key, { value: String(sum), endsAtMs: entry?.endsAtMs ?? this.#monotonicMs() + ttlMs });
    return sum;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#entries.clear();
  }

  #living(key: string): Entry | null {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    if (entry.endsAtMs > this.#monotonicMs()) return entry;
    this.#entries.delete(key);
    return null;
  }
}
