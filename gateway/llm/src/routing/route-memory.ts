import type { KeyValueStore } from '@aether/common/key-value';
import { LRUCache } from 'lru-cache';
import type { QualityEvidence } from './quality.ts';
import { breakerKey, type Target } from './target.ts';

/** Evidence that is not renewed is forgotten: models change under one name. */
const KEPT_MS = 30 * 24 * 3_600_000;
/** Weight of the newest measurement in the moving average. */
const NEWEST = 0.2;

/**
 * What the router learns: how good answers were (told from outside, shared by all gateways of the store), and how long models
 * took (measured here). All of it may be lost; then the wanted models answer.
 */
export class RouteMemory {
  readonly #store: KeyValueStore;
  readonly #firstTokenMs = new LRUCache<string, number>({ max: 5000 });

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  async tell(tenantId: string, cluster: string, model: string, good: boolean): Promise<void> {
    await this.#store.increment(keyOf(tenantId, cluster, model, good), { ttlMs: KEPT_MS });
  }

  /** A store that does not answer knows nothing. */
  async evidence(tenantId: string, cluster: string, model: string): Promise<QualityEvidence> {
    const read = (good: boolean) => this.#store.get(keyOf(tenantId, cluster, model, good));
    try {
      const [good, bad] = await Promise.all([read(true), read(false)]);
      return { good: Number(good ?? 0), bad: Number(bad ?? 0) };
    } catch {
      return { good: 0, bad: 0 };
    }
  }

  measured(target: Target, firstTokenMs: number): void {
    const key = breakerKey(target);
    const known = this.#firstTokenMs.get(key);
    this.#firstTokenMs.set(key, known === undefined ? firstTokenMs : known + NEWEST * (firstTokenMs - known));
  }

  firstTokenMs(target: Target): number | null {
    return this.#firstTokenMs.get(breakerKey(target)) ?? null;
  }
}

const keyOf = (tenantId: string, cluster: string, model: string, good: boolean): string =>
  `${tenantId}:llm-quality:${cluster}:${model}:${good ? 'good' : 'bad'}`;
