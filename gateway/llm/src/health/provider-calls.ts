import { type Clock, PlatformError } from '@aether/common/service';
import { LRUCache } from 'lru-cache';
import type { Breakers } from '../routing/breakers.ts';
import { breakerKey, type Target } from '../routing/target.ts';
import { HEALTH_KEPT_MS } from './health-minutes.ts';
import type { HealthReport } from './health-report.ts';
import { HealthWindow } from './health-window.ts';
import { providerVerdict } from './provider-verdict.ts';

export interface AttemptEnd {
  readonly target: Target;
  readonly outcome: 'answered' | 'failed';
  /** Null = its reader left before the end. */
  readonly durationMs: number | null;
  readonly firstTokenMs: number | null;
}

interface ProviderCallsParts {
  readonly clock: Clock;
  readonly breakers: Breakers;
  readonly onEnded: (end: AttemptEnd) => void;
}

/** How the answer ended that came in pieces. */
export interface StreamEnd {
  /** Read to its end. */
  readonly isWhole: boolean;
  /** Null = it did not fail. */
  readonly error: unknown;
}

/** One attempt at a provider, under way. */
interface MeasuredAttempt {
  readonly firstToken: () => void;
  readonly answered: (isWhole: boolean) => void;
  readonly failed: (error: unknown) => void;
}

/** What this process tells of one tenant's calls to one provider. */
export interface TenantReport {
  readonly tenantId: string;
  readonly provider: string;
  readonly report: HealthReport;
}

interface OpenBreaker {
  readonly key: string;
  readonly until: string;
}

interface Entry {
  readonly tenantId: string;
  readonly provider: string;
  readonly window: HealthWindow;
  /** Breakers of the provider are kept under it. */
  breakerPrefix: string;
}

/**
 * What calls to providers came to in this process, by tenant: what one tenant sent is told to no other, also where both use
 * the same provider of the platform.
 */
export class ProviderCalls {
  readonly #parts: ProviderCallsParts;
  readonly #entries = new LRUCache<string, Entry>({ max: 10_000, ttl: HEALTH_KEPT_MS, updateAgeOnGet: true });
  readonly #changed = new Set<string>();

  constructor(parts: ProviderCallsParts) {
    this.#parts = parts;
  }

  /** @param tenantId of the caller; null = a service on its own behalf, which nobody is told of */
  begin(tenantId: string | null, target: Target): MeasuredAttempt {
    const { clock, onEnded } = this.#parts;
    // With a person's own key a call says nothing of how the provider serves all others.
    const isOwnKey = target.provider.ownKeyOf !== null;
    const entry = tenantId === null || isOwnKey ? null : this.#entryOf(tenantId, target);
    const startedMs = clock.monotonicMs();
    const elapsed = (): number => clock.monotonicMs() - startedMs;
    let firstTokenMs: number | null = null;
    entry?.window.began();
    return {
      firstToken: () => {
        firstTokenMs = elapsed();
        entry?.window.firstToken(clock.now(), firstTokenMs);
      },
      answered: (isWhole) => {
        const durationMs = isWhole ? elapsed() : null;
        // Who left says nothing of a provider that may have stalled.
        if (durationMs === null) entry?.window.forgotten();
        else entry?.window.answered(clock.now(), durationMs);
        onEnded({ target, outcome: 'answered', durationMs, firstTokenMs });
        this.#touch(entry);
      },
      failed: (error) => {
        const verdict = providerVerdict(error);
        if (verdict === 'answer') entry?.window.answered(clock.now(), elapsed());
        else if (verdict === 'fault' && error instanceof PlatformError) entry?.window.failed(clock.now(), error);
        else entry?.window.forgotten();
        if (verdict !== null)
          onEnded({
            target,
            outcome: verdict === 'fault' ? 'failed' : 'answered',
            durationMs: elapsed(),
            firstTokenMs,
          });
        this.#touch(entry);
      },
    };
  }

  /** Null = this process has seen no call of the tenant to it, and refuses none. */
  reportOf(tenantId: string, provider: string): HealthReport | null {
    const entry = this.#entries.peek(keyOf(tenantId, provider));
    if (entry !== undefined) return this.#report(entry, this.#openBreakers());
    // A breaker of the platform's provider is open for everybody, also for who has not called yet.
    const open = openUnder(this.#openBreakers(), `|${provider}/`);
    return open.length === 0 ? null : { ...new HealthWindow().report(this.#parts.clock.now()), open };
  }

  /** Those with a call that began or ended since this was last asked; `all` = with those whose last minutes still count. */
  takeChanged(all: boolean): readonly TenantReport[] {
    const keys = all ? [...this.#entries.keys()] : [...this.#changed];
    this.#changed.clear();
    const open = this.#openBreakers();
    return keys.flatMap((key) => {
      const entry = this.#entries.peek(key);
      if (entry === undefined) return [];
      const report = this.#report(entry, open);
      if (all && report.inFlight === 0 && report.minutes.length === 0) return [];
      return [{ tenantId: entry.tenantId, provider: entry.provider, report }];
    });
  }

  #report({ window, breakerPrefix }: Entry, open: readonly OpenBreaker[]): HealthReport {
    return { ...window.report(this.#parts.clock.now()), open: openUnder(open, breakerPrefix) };
  }

  #openBreakers(): readonly OpenBreaker[] {
    const { clock, breakers } = this.#parts;
    const nowMs = clock.now().getTime();
    return breakers.open().map(({ key, remainingMs }) => ({ key, until: new Date(nowMs + remainingMs).toISOString() }));
  }

  #entryOf(tenantId: string, target: Target): Entry {
    const { slug } = target.provider;
    const key = keyOf(tenantId, slug);
    const breakerPrefix = breakerKey(target).slice(0, -target.name.length);
    const known = this.#entries.get(key);
    const entry = known ?? { tenantId, provider: slug, window: new HealthWindow(), breakerPrefix };
    // A tenant may put a connection of its own in place of the platform's.
    entry.breakerPrefix = breakerPrefix;
    if (known === undefined) this.#entries.set(key, entry);
    this.#changed.add(key);
    return entry;
  }

  #touch(entry: Entry | null): void {
    if (entry !== null) this.#changed.add(keyOf(entry.tenantId, entry.provider));
  }
}

function openUnder(open: readonly OpenBreaker[], prefix: string): HealthReport['open'] {
  return open
    .filter(({ key }) => key.startsWith(prefix))
    .map(({ key, until }) => ({ model: key.slice(key.indexOf('|') + 1), until }));
}

function keyOf(tenantId: string, provider: string): string {
  return `${tenantId}|${provider}`;
}
