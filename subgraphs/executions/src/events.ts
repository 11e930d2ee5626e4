import type { Logger } from '@aether/common/service';
import { counter, histogram } from '@aether/common/telemetry';
import type { EndStatus } from './execution.ts';

// Names and buckets of the design document's alerts.
const executions = counter('agent_executions_total', { description: 'Executions that were accepted' });
const ended = counter('agent_executions_ended_total', { description: 'Executions that ended, by status' });
const failed = counter('agent_executions_failed_total', { description: 'Executions that failed or timed out' });
const duration = histogram('agent_execution_duration_seconds', {
  description: 'From the first claim to the end',
  boundaries: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
});

// What happened to an execution, told once: log and metrics. Other services are told by the outbox, in the same transaction.

export function executionAccepted(logger: Logger, executionId: string): void {
  executions.add(1);
  logger.debug({ executionId }, 'execution accepted');
}

export function executionEnded(logger: Logger, executionId: string, status: EndStatus, durationMs: number): void {
  ended.add(1, { status });
  if (status === 'FAILED' || status === 'TIMED_OUT') failed.add(1);
  duration.record(durationMs / 1_000, { status });
  logger.info({ executionId, status, durationMs: Math.round(durationMs) }, 'execution ended');
}
