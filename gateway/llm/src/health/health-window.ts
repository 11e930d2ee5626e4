import type { PlatformError } from '@aether/common/service';
import { ProviderError } from '../provider-errors.ts';
import type { HealthReport } from './health-report.ts';
import { addedCounts, latencyStep } from './latency-counts.ts';

const MINUTE_MS = 60_000;
/** The running minute is the last of them. */
const WINDOW_MINUTES = 5;
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
  #rateLimitedUntil: string | null = null;

  /** An attempt goes out. */
  began(): void {
    this.#inFlight += 1;
  }

  /** The first visible token of a stream came. */
  firstToken(now: Date, milliseconds: number): void {
    count(this.#minute(now).firstTokens, milliseconds);
  }

  /** @param milliseconds of the whole answer; null = its reader left before the end */
  answered(now: Date, milliseconds: number | null): void {
    this.#inFlight -= 1;
    const minute = this.#minute(now);
    minute.answered += 1;
    if (milliseconds !== null) count(minute.latencies, milliseconds);
    this.#lastSuccessAt = now.toISOString();
  }

  failed(now: Date, error: PlatformError): void {
    this.#inFlight -= 1;
    this.#minute(now).failed += 1;
    this.#lastError = { code: error.code, message: error.message.slice(0, 500), at: now.toISOString() };
    if (error.code !== 'PROVIDER_RATE_LIMITED' || !(error instanceof ProviderError)) return;
    const patienceMs = Math.min(error.retryAfterMs ?? 0, LONGEST_LIMIT_MS);
    this.#rateLimitedUntil = new Date(now.getTime() + patienceMs).toISOString();
  }

  /** It said nothing of the provider: the provider was not asked, or its caller left. */
  forgotten(): void {
    this.#inFlight -= 1;
  }

  report(now: Date): Omit<HealthReport, 'open'> {
    const first = minuteOf(now) - WINDOW_MINUTES + 1;
    const minutes = this.#minutes.filter(({ index }) => index >= first);
    return {
      answered: minutes.reduce((total, { answered }) => total + answered, 0),
      failed: minutes.reduce((total, { failed }) => total + failed, 0),
      latencies: [...addedCounts(minutes.map(({ latencies }) => latencies))],
      firstTokens: [...addedCounts(minutes.map(({ firstTokens }) => firstTokens))],
      inFlight: this.#inFlight,
      lastSuccessAt: this.#lastSuccessAt,
      lastError: this.#lastError,
      rateLimitedUntil: this.#rateLimitedUntil,
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

function minuteOf(now: Date): number {
  return Math.floor(now.getTime() / MINUTE_MS);
}

function count(counts: Map<number, number>, milliseconds: number): void {
  const step = latencyStep(milliseconds);
  counts.set(step, (counts.get(step) ?? 0) + 1);
}
