import type { HealthReport } from './health-report.ts';
import { recentMinutes } from './health-minutes.ts';
import { addedCounts, latencyWithin } from './latency-counts.ts';

/** OPEN: a breaker refuses calls at this moment. UNKNOWN: nobody has called in the last minutes. */
type ProviderState = 'HEALTHY' | 'DEGRADED' | 'OPEN' | 'UNKNOWN';

export interface ProviderHealth {
  readonly state: ProviderState;
  readonly calls: number;
  readonly failedCalls: number;
  /** 0 to 1; null = no calls. */
  readonly successRate: number | null;
  /** Milliseconds; null = no such calls. */
  readonly latencyP50Ms: number | null;
  readonly latencyP95Ms: number | null;
  readonly firstTokenP50Ms: number | null;
  readonly firstTokenP95Ms: number | null;
  readonly inFlight: number;
  readonly lastSuccessAt: string | null;
  readonly lastError: HealthReport['lastError'];
  readonly rateLimitedUntil: string | null;
  readonly openModels: readonly string[];
  /** When the last of them may be tried again. */
  readonly openUntil: string | null;
  /** Processes whose calls are in it. */
  readonly gateways: number;
}

/** One failure in so many calls is no trouble. */
const TOLERATED = 0.05;

/** What several gateways know of the same provider, put together. */
export function mergeHealth(reports: readonly HealthReport[], now: Date): ProviderHealth {
  const isAhead = (instant: string): boolean => Date.parse(instant) > now.getTime();
  const minutes = recentMinutes(
    reports.flatMap((report) => report.minutes),
    now,
  );
  const answered = sum(minutes.map((minute) => minute.answered));
  const failed = sum(minutes.map((minute) => minute.failed));
  const open = reports.flatMap((report) => report.open).filter(({ until }) => isAhead(until));
  const limited = reports.flatMap(({ rateLimitedUntil }) => rateLimitedUntil ?? []).filter(isAhead);
  const latencies = addedCounts(minutes.map((minute) => new Map(minute.latencies)));
  const firstTokens = addedCounts(minutes.map((minute) => new Map(minute.firstTokens)));
  const calls = answered + failed;
  return {
    state: stateOf(calls, failed, open.length > 0, limited.length > 0),
    calls,
    failedCalls: failed,
    successRate: calls === 0 ? null : answered / calls,
    latencyP50Ms: latencyWithin(latencies, 0.5),
    latencyP95Ms: latencyWithin(latencies, 0.95),
    firstTokenP50Ms: latencyWithin(firstTokens, 0.5),
    firstTokenP95Ms: latencyWithin(firstTokens, 0.95),
    inFlight: sum(reports.map((report) => report.inFlight)),
    lastSuccessAt: latest(reports.flatMap(({ lastSuccessAt }) => lastSuccessAt ?? [])),
    lastError:
      reports
        .flatMap(({ lastError }) => lastError ?? [])
        .toSorted((left, right) => Date.parse(right.at) - Date.parse(left.at))[0] ?? null,
    rateLimitedUntil: latest(limited),
    openModels: [...new Set(open.map(({ model }) => model))].toSorted(),
    openUntil: latest(open.map(({ until }) => until)),
    gateways: reports.length,
  };
}

function stateOf(calls: number, failed: number, isOpen: boolean, isLimited: boolean): ProviderState {
  if (isOpen) return 'OPEN';
  if (isLimited) return 'DEGRADED';
  if (calls === 0) return 'UNKNOWN';
  return failed / calls > TOLERATED ? 'DEGRADED' : 'HEALTHY';
}

function latest(instants: readonly string[]): string | null {
  return instants.toSorted((left, right) => Date.parse(right) - Date.parse(left))[0] ?? null;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
