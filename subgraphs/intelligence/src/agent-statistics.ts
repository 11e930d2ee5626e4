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

/** First instant that counts. */
export function statisticsSince(now: Date): string {
  return new Date(now.getTime() - STATISTICS_DAYS * 24 * 60 * 60 * 1_000).toISOString();
}
