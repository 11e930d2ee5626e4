import { LRUCache } from 'lru-cache';
import type { KeyEncryptionKeyProvider } from './key-encryption-key.ts';
import { UnsealError } from './unseal-error.ts';

/** A tenant's data key as it is stored. */
export interface WrappedDataKey {
  readonly dataKeyId: string;
  /** `KeyEncryptionKeyProvider.wrap` under `dataKeyAssociatedData`. */
  readonly wrapped: string;
}

/** Where wrapped data keys are kept; identity implements it over the graph. */
export interface DataKeyStore {
  /** The newest one of a tenant. */
  current(tenantId: string): Promise<WrappedDataKey | null>;
  byId(tenantId: string, dataKeyId: string): Promise<WrappedDataKey | null>;
  /** Stores the first key of a tenant; when another process was first, answers that one's. */
  insertFirst(tenantId: string, key: WrappedDataKey): Promise<WrappedDataKey>;
}

export interface DataKey {
  readonly dataKeyId: string;
  readonly key: Uint8Array;
}

export interface DataKeysOptions {
  readonly keyEncryptionKey: KeyEncryptionKeyProvider;
  readonly store: DataKeyStore;
  readonly newDataKeyId: () => string;
  readonly random: (bytes: number) => Uint8Array;
  readonly monotonicMs: () => number;
}

const CACHE_MS = 5 * 60_000;

/** Unwrapped data keys, for five minutes: a tenant whose key was destroyed is unreadable after that at the latest. */
export class DataKeys {
  readonly #options: DataKeysOptions;
  readonly #cache = new LRUCache<string, { readonly key: Promise<DataKey>; readonly endsAtMs: number }>({
    max: 10_000,
  });

  constructor(options: DataKeysOptions) {
    this.#options = options;
  }

  /** The key that seals new texts of a tenant; made when there is none. */
  current(tenantId: string): Promise<DataKey> {
    return this.#cached(tenantId, async () => {
      const stored = (await this.#options.store.current(tenantId)) ?? (await this.#make(tenantId));
      return this.#unwrap(tenantId, stored);
    });
  }

  /** @throws UnsealError when the tenant has no such key */
  byId(tenantId: string, dataKeyId: string): Promise<DataKey> {
    return this.#cached(`${tenantId}|${dataKeyId}`, async () => {
      const stored = await this.#options.store.byId(tenantId, dataKeyId);
      if (stored === null) throw new UnsealError(`its data key ${dataKeyId} does not exist`);
      return this.#unwrap(tenantId, stored);
    });
  }

  async #make(tenantId: string): Promise<WrappedDataKey> {
    const dataKeyId = this.#options.newDataKeyId();
    const associatedData = dataKeyAssociatedData(tenantId, dataKeyId);
    const wrapped = await this.#options.keyEncryptionKey.wrap(this.#options.random(32), associatedData);
    return this.#options.store.insertFirst(tenantId, { dataKeyId, wrapped });
  }

  async #unwrap(tenantId: string, { dataKeyId, wrapped }: WrappedDataKey): Promise<DataKey> {
    const associatedData = dataKeyAssociatedData(tenantId, dataKeyId);
    return { dataKeyId, key: await this.#options.keyEncryptionKey.unwrap(wrapped, associatedData) };
  }

  /** Concurrent callers share one load; a failed one is not kept. */
  #cached(name: string, load: () => Promise<DataKey>): Promise<DataKey> {
    const nowMs = this.#options.monotonicMs();
    const known = this.#cache.get(name);
    if (known !== undefined && known.endsAtMs > nowMs) return known.key;
    const key = load();
    const entry = { key, endsAtMs: nowMs + CACHE_MS };
    this.#cache.set(name, entry);
    key.catch(() => this.#cache.peek(name) === entry && this.#cache.delete(name));
    return key;
  }
}

const dataKeyAssociatedData = (tenantId: string, dataKeyId: string): string => `${tenantId}|${dataKeyId}|data-key`;
