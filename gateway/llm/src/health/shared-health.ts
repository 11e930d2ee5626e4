import { LLM_HEALTH_CHANNEL } from '@aether/schema';
import type { Clock, Logger } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { type HealthReport, healthReportSchema } from './health-report.ts';
import { mergeHealth, type ProviderHealth } from './merge-health.ts';
import type { ProviderCalls } from './provider-calls.ts';

const messageSchema = z.object({
  gateway: z.string(),
  providers: z.array(z.object({ tenantId: z.string(), provider: z.string(), report: healthReportSchema })),
});

interface Told {
  readonly provider: string;
  readonly report: HealthReport;
  readonly atMs: number;
}

interface SharedHealthParts {
  /** Of this process, unlike all others. */
  readonly instance: string;
  readonly calls: ProviderCalls;
  readonly streams: Streams;
  readonly clock: Clock;
  readonly logger: Logger;
}

const TICK_MS = 1000;
/** Of one message. */
const REPORTS_AT_ONCE = 200;
/** Its minutes are over by then; what the other gateway last said of them holds no more. */
const KEPT_MS = 5 * 60_000;

/**
 * The health of providers over all gateways: each tells the others what its calls came to, over the live bus, and keeps what they
 * tell. Without a bus between processes a gateway knows its own calls; breakers stay each gateway's own.
 */
export class SharedHealth {
  readonly #parts: SharedHealthParts;
  /** By tenant, then by gateway and provider. */
  readonly #others = new LRUCache<string, Map<string, Told>>({ max: 10_000 });
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: SharedHealthParts) {
    this.#parts = parts;
  }

  /** Of a provider that nobody has called since the gateways started, nothing is known. */
  of(tenantId: string, provider: string): ProviderHealth {
    const { calls, clock } = this.#parts;
    const own = calls.reportOf(tenantId, provider);
    const since = clock.monotonicMs() - KEPT_MS;
    const others = [...(this.#others.get(tenantId)?.values() ?? [])]
      .filter((told) => told.provider === provider && told.atMs >= since)
      .map(({ report }) => report);
    return mergeHealth(own === null ? others : [own, ...others], clock.now());
  }

  /** Tells and hears until the signal ends it. */
  async follow(signal: AbortSignal): Promise<void> {
    const { streams, instance, logger } = this.#parts;
    this.#timer = setInterval(() => this.tell(), TICK_MS).unref();
    try {
      for await (const message of streams.subscribe(LLM_HEALTH_CHANNEL, { signal })) {
        const parsed = messageSchema.safeParse(message);
        if (!parsed.success) logger.warn({ reason: parsed.error.message }, 'the health of providers was told wrongly');
        else if (parsed.data.gateway !== instance) this.#keep(parsed.data);
      }
    } finally {
      clearInterval(this.#timer);
    }
  }

  /** What changed since it was last told. Never fails. */
  tell(): void {
    const { calls, streams, instance } = this.#parts;
    const changed = calls.takeChanged();
    for (let from = 0; from < changed.length; from += REPORTS_AT_ONCE)
      streams.publish(LLM_HEALTH_CHANNEL, {
        gateway: instance,
        providers: changed.slice(from, from + REPORTS_AT_ONCE).map((each) => ({ ...each })),
      });
  }

  #keep({ gateway, providers }: z.infer<typeof messageSchema>): void {
    const atMs = this.#parts.clock.monotonicMs();
    for (const { tenantId, provider, report } of providers) {
      const told = this.#others.get(tenantId) ?? new Map<string, Told>();
      for (const [key, known] of told) if (known.atMs < atMs - KEPT_MS) told.delete(key);
      told.set(`${gateway}|${provider}`, { provider, report, atMs });
      this.#others.set(tenantId, told);
    }
  }
}
