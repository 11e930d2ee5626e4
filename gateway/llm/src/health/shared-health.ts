import { LLM_HEALTH_CHANNEL } from '@aether/schema';
import type { Clock, Logger } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { HEALTH_KEPT_MS } from './health-minutes.ts';
import { type HealthReport, healthReportSchema } from './health-report.ts';
import { mergeHealth, type ProviderHealth } from './merge-health.ts';
import type { ProviderCalls, TenantReport } from './provider-calls.ts';

const messageSchema = z.object({ gateway: z.string(), providers: z.array(z.unknown()) });
const tellingSchema = z.object({ tenantId: z.string(), provider: z.string(), report: healthReportSchema });

interface Told {
  readonly provider: string;
  readonly report: HealthReport;
  readonly atMs: number;
}

interface SharedHealthParts {
  /** Of this process in this life, unlike all others: two that are started alike are two. */
  readonly gateway: string;
  readonly calls: ProviderCalls;
  readonly streams: Streams;
  readonly clock: Clock;
  readonly logger: Logger;
}

const TICK_MS = 2_000;
/** So often all is told again, for who has come since, and for calls that take long. */
const TICKS_OF_ALL = 8;
/** Of one message. */
const REPORTS_AT_ONCE = 200;
/** What another gateway has in flight is not known any more when it has told nothing for so long: it may be gone. */
const IN_FLIGHT_MS = 45_000;
/**
 * The health of providers over all gateways: each tells the others what its calls came to, over the live bus, and keeps what they
 * tell. Without a bus between processes a gateway knows its own calls; breakers stay each gateway's own.
 */
export class SharedHealth {
  readonly #parts: SharedHealthParts;
  /** By tenant, then by gateway and provider. */
  readonly #others = new LRUCache<string, Map<string, Told>>({ max: 10_000, ttl: HEALTH_KEPT_MS });
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: SharedHealthParts) {
    this.#parts = parts;
  }

  /** Of a provider that nobody has called for an hour, nothing is known. */
  of(tenantId: string, provider: string): ProviderHealth {
    const { calls, clock } = this.#parts;
    const own = calls.reportOf(tenantId, provider);
    const nowMs = clock.monotonicMs();
    const others = [...(this.#others.get(tenantId)?.values() ?? [])]
      .filter((told) => told.provider === provider && told.atMs >= nowMs - HEALTH_KEPT_MS)
      .map(({ report, atMs }) => (atMs >= nowMs - IN_FLIGHT_MS ? report : { ...report, inFlight: 0 }));
    return mergeHealth(own === null ? others : [own, ...others], clock.now());
  }

  /** Tells and hears until the signal ends it. */
  async follow(signal: AbortSignal): Promise<void> {
    const { streams, gateway, logger } = this.#parts;
    let ticks = 0;
    this.#timer = setInterval(() => this.tell((ticks += 1) % TICKS_OF_ALL === 0), TICK_MS).unref();
    try {
      for await (const message of streams.subscribe(LLM_HEALTH_CHANNEL, { signal })) {
        const parsed = messageSchema.safeParse(message).data;
        if (parsed === undefined || parsed.gateway === gateway) continue;
        const tellings = parsed.providers.map((each) => tellingSchema.safeParse(each).data);
        for (const telling of tellings) if (telling !== undefined) this.#keep(parsed.gateway, telling);
        // Gateways of another release may tell something else for a while.
        if (tellings.includes(undefined))
          logger.debug({ from: parsed.gateway }, 'a report of health is not understood');
      }
    } finally {
      clearInterval(this.#timer);
    }
  }

  /** What changed since it was last told, or all that still counts. Never fails. */
  tell(all = false): void {
    const { calls, streams, gateway } = this.#parts;
    const changed = calls.takeChanged(all);
    for (let from = 0; from < changed.length; from += REPORTS_AT_ONCE)
      streams.publish(LLM_HEALTH_CHANNEL, {
        gateway,
        providers: changed.slice(from, from + REPORTS_AT_ONCE).map((each) => ({ ...each })),
      });
  }

  #keep(gateway: string, { tenantId, provider, report }: TenantReport): void {
    const atMs = this.#parts.clock.monotonicMs();
    const told = this.#others.get(tenantId) ?? new Map<string, Told>();
    for (const [key, known] of told) if (known.atMs < atMs - HEALTH_KEPT_MS) told.delete(key);
    told.set(`${gateway}|${provider}`, { provider, report, atMs });
    this.#others.set(tenantId, told);
  }
}
