import { type Database, OutboxConsumer, type StoredDomainEvent } from '@aether/common/graph';
import type { Logger } from '@aether/common/service';
import type { Streams } from '@aether/common/streams';
import { z } from 'zod';
import type { AgentUses, FinishedRun } from '../db/agent-uses.ts';

const ended = z.object({
  executionId: z.string(),
  agentId: z.string(),
  startedById: z.string(),
  status: z.string(),
});

/** A run that was cancelled tells nothing about the agent; one that failed does. */
const FINISHED: readonly string[] = ['SUCCEEDED', 'FAILED', 'TIMED_OUT'];

/** Learns from the runs that ended who has used which agent, for the right to rate it. */
export function countOwnRuns(options: {
  readonly database: Database;
  readonly streams: Streams;
  readonly logger: Logger;
  readonly uses: AgentUses;
}): OutboxConsumer {
  const { uses, ...parts } = options;
  return new OutboxConsumer({
    ...parts,
    consumer: 'agents.own-runs',
    types: ['aether.execution.ended'],
    handle: (events) => uses.record(events.flatMap(finishedRun)),
  });
}

function finishedRun({ tenantId, at, data }: StoredDomainEvent): readonly FinishedRun[] {
  const { executionId, agentId, startedById, status } = ended.parse(data);
  return FINISHED.includes(status) ? [{ tenantId, agentId, actorId: startedById, executionId, at }] : [];
}
