import type { AgentHealth, HealthStatus } from './runnable-agent.ts';

const FROM_BEST: readonly HealthStatus[] = ['HEALTHY', 'UNKNOWN', 'DEGRADED', 'DOWN'];

/** An agent is as well as the worst of its parts. */
export function worseOf(left: AgentHealth, right: AgentHealth): AgentHealth {
  return FROM_BEST.indexOf(right.status) > FROM_BEST.indexOf(left.status) ? right : left;
}
