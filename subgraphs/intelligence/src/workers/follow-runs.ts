import { OutboxConsumer, type OutboxConsumerOptions, type StoredDomainEvent } from '@aether/common/graph';
import type { DomainEventType } from '@aether/schema';
import { z } from 'zod';
import type { AgentKey } from '../agent-statistics.ts';
import type { DueAgents } from '../db/due-agents.ts';

/** Events about a run name its agent in their data; events about an agent are about it. */
const OF_RUNS: readonly string[] = [
  'aether.execution.ended',
  'aether.execution.rated',
] satisfies readonly DomainEventType[];
const OF_AGENTS: readonly string[] = [
  'aether.agent.published',
  'aether.agent.updated',
  'aether.agent.rolled-back',
  'aether.agent.status-changed',
  'aether.agent.deleted',
] satisfies readonly DomainEventType[];

const aboutRun = z.object({ agentId: z.string() });

function agentOf({ type, subject, data }: StoredDomainEvent): string | null {
  if (OF_AGENTS.includes(type)) return subject;
  return OF_RUNS.includes(type) ? aboutRun.parse(data).agentId : null;
}

/** The agents that events are about, each once. */
export function agentsOf(events: readonly StoredDomainEvent[]): readonly AgentKey[] {
  const found = events.flatMap((event) => {
    const agentId = agentOf(event);
    return agentId === null ? [] : [[agentId, { tenantId: event.tenantId, agentId }] as const];
  });
  return [...new Map(found).values()];
}

/** Marks the agents whose runs ended or were rated, or that changed themselves. It keeps nothing of an event: the runs are the record. */
export function followRuns(
  options: Omit<OutboxConsumerOptions, 'consumer' | 'handle'> & {
    readonly due: DueAgents;
    readonly onMarked: () => void;
  },
): OutboxConsumer {
  const { due, onMarked, ...parts } = options;
  return new OutboxConsumer({
    ...parts,
    consumer: 'intelligence.statistics',
    handle: async (events) => {
      const agents = agentsOf(events);
      if (agents.length === 0) return;
      await due.mark(agents);
      onMarked();
    },
  });
}
