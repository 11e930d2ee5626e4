import type { PlatformError } from '@aether/common/service';
import { ProviderError } from '../provider-errors.ts';
import type { HealthReport } from './health-report.ts';
import { minuteOf, recentMinutes, WINDOW_MINUTES } from './health-minutes.ts';
import { latencyStep } from './latency-counts.ts';

/** A vendor that wants more patience than this is told by its errors. */
const LONGEST_LIMIT_MS = 3_600_000;

interface Minute {
  readonly index: number;
  answered: number;
  failed: number;
  readonly latencies: Map<number, number>;
  readonly firstTokens: Map<number, number>;
}

/** The calls of one tenant to one provider through this process: sums of the last minutes, and what was last. */
export class HealthWindow {
  #minutes: readonly Minute[] = [];
  #inFlight = 0;
  #lastSuccessAt: string | null = null;
  #lastError: HealthReport['lastError'] = null;
  #limit: { readonly toldMs: number; readonly untilMs: number } | null = null;

  /** An attempt goes out. */
  began(): void {
    this.#inFlight += 1;
  }

  /** The first visible token of a stream came. */
  firstToken(now: Date, milliseconds: number): void {
    count(this.#minute(now).firstTokens, milliseconds);
  }

  /** @param milliseconds of the whole answer */
  answered(now: Date, milliseconds: number): void {
    this.#inFlight -= 1;
    const minute = this.#minute(now);
    minute.answered += 1;
    count(minute.latencies, milliseconds);
    this.#lastSuccessAt = now.toISOString();
    // A call that began after it was told, and went through, shows that it holds no more.
    if (this.#limit !== null && now.getTime() - milliseconds > this.#limit.toldMs) this.#limit = null;
  }

  failed(now: Date, error: PlatformError): void {
    this.#inFlight -= 1;
    this.#minute(now).failed += 1;
    this.#lastError = { code: error.code, at: now.toISOString() };
    if (error.code !== 'PROVIDER_RATE_LIMITED' || !(error instanceof ProviderError)) return;
    const untilMs = now.getTime() + Math.min(error.retryAfterMs ?? 0, LONGEST_LIMIT_MS);
    // One without a time takes nothing from one that had told it.
    this.#limit = { toldMs: now.getTime(), untilMs: Math.max(untilMs, this.#limit?.untilMs ?? 0) };
  }

  /** It says nothing of the provider: the provider was not asked, or its caller left. */
  forgotten(): void {
    this.#inFlight -= 1;
  }

  report(now: Date): Omit<HealthReport, 'open'> {
    return {
      minutes: recentMinutes(this.#minutes, now).map((minute) => ({
        ...minute,
        latencies: [...minute.latencies],
        firstTokens: [...minute.firstTokens],
      })),
      inFlight: this.#inFlight,
      lastSuccessAt: this.#lastSuccessAt,
      lastError: this.#lastError,
      rateLimitedUntil: this.#limit === null ? null : new Date(this.#limit.untilMs).toISOString(),
    };
  }

  #minute(now: Date): Minute {
    const index = minuteOf(now);
    const newest = this.#minutes.at(-1);
    // A clock that was set back counts into the newest minute.
    if (newest !== undefined && newest.index >= index) return newest;
    const minute = { index, answered: 0, failed: 0, latencies: new Map(), firstTokens: new Map() };
    this.#minutes = [...this.#minutes, minute].slice(-WINDOW_MINUTES);
    return minute;
  }
}

function count(counts: Map<number, number>, milliseconds: number): void {
  const step = latencyStep(milliseconds);
  counts.set(step, (counts.get(step) ?? 0) + 1);
}
