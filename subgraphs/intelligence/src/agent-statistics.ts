/** Days that the figures of an agent cover. */
export const STATISTICS_DAYS = 30;

/** What the ended runs of one agent say about it. Null = no run says anything. */
export interface AgentStatistics {
  /** Of the agent. */
  readonly id: string;
  /** Runs that ended. */
  readonly runCount: number;
  /** Share of them that succeeded, 0 to 1. */
  readonly successRate: number | null;
  /** Nano-US-dollars, over the runs whose cost is known. */
  readonly medianCost: number | null;
  readonly medianDurationMs: number | null;
}

/** An agent whose figures are to be computed anew. */
export interface AgentKey {
  readonly tenantId: string;
  readonly agentId: string;
}

/** First instant that counts. */
export function statisticsSince(now: Date): string {
  return new Date(now.getTime() - STATISTICS_DAYS * 24 * 60 * 60 * 1_000).toISOString();
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * When figures are computed anew although no event asked for it: runs may have been deleted, or have grown older than what counts.
 * The pause grows with the number of runs, so that reading them again takes a small share of the database: ten runs a second, until an hour is reached.
 */
export function pauseMs(runCount: number): number {
  return runCount === 0 ? HOUR : Math.min(HOUR, Math.max(MINUTE, runCount * 100));
}
