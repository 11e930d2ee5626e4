/**
 * Text by key, each with an end of life. It holds only what can be rebuilt (caches, rate windows): an entry may vanish
 * before its time, and the whole store may be wiped while services run.
 *
 * Every key starts with the tenant's id, or with a word of the service when there is no tenant.
 */
export interface KeyValueStore extends AsyncDisposable {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, options: TimeToLive): Promise<void>;
  /** Writes only when the key is unknown; answers whether it wrote. One of many concurrent callers wins. */
  setIfAbsent(key: string, value: string, options: TimeToLive): Promise<boolean>;
  delete(key: string): Promise<void>;
  /**
   * Adds to a whole number and answers the sum. An unknown key counts from 0 and lives for `ttlMs`; a known one keeps the
   * end it has. Atomic. Fails when the value is not a whole number.
   */
  increment(key: string, options: TimeToLive & { readonly by?: number }): Promise<number>;
}

export interface TimeToLive {
  /** Milliseconds, at least 1. */
  readonly ttlMs: number;
}
