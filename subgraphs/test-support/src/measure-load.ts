export interface Load {
  readonly concurrency: number;
  readonly seconds: number;
  /** Runs before the measurement, so that code is compiled and connections are open. @default 1 */
  readonly warmUpSeconds?: number;
}

export interface MeasuredLoad {
  readonly count: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** The value below which that share of sorted values lies. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Calls `work` from several loops for a while; latencies are in milliseconds. */
export async function measureLoad(load: Load, work: () => Promise<unknown>): Promise<MeasuredLoad> {
  const loop = async (until: number, record: number[] | null): Promise<void> => {
    while (performance.now() < until) {
      const begin = performance.now();
      await work();
      record?.push(performance.now() - begin);
    }
  };
  const all = (seconds: number, record: number[] | null) => {
    const until = performance.now() + seconds * 1_000;
    return Promise.all(Array.from({ length: load.concurrency }, () => loop(until, record)));
  };
  await all(load.warmUpSeconds ?? 1, null);
  const latencies: number[] = [];
  const begin = performance.now();
  await all(load.seconds, latencies);
  const elapsed = (performance.now() - begin) / 1_000;
  latencies.sort((left, right) => left - right);
  return {
    count: latencies.length,
    perSecond: latencies.length / elapsed,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
  };
}
