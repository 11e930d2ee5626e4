import { OutboxConsumer, type OutboxConsumerOptions, type StoredDomainEvent } from '@aether/common/graph';
import type { DomainEventType } from '@aether/schema';
import { z } from 'zod';
import type { AgentKey } from '../agent-statistics.ts';
import type { DueAgents } from '../db/due-agents.ts';

/** Events about a run name its agent in their data; events about an agent are about it. */
const OF_RUNS: readonly DomainEventType[] = ['aether.execution.ended', 'aether.execution.rated'];
const OF_AGENTS: readonly DomainEventType[] = [
  'aether.agent.published',
  'aether.agent.updated',
  'aether.agent.rolled-back',
  'aether.agent.status-changed',
  'aether.agent.deleted',
];

const aboutRun = z.object({ agentId: z.string() });

function agentOf({ type, subject, data }: StoredDomainEvent): string {
  return OF_RUNS.some((ofRun) => ofRun === type) ? aboutRun.parse(data).agentId : subject;
}

/** The agents that events are about, each once. */
export function agentsOf(events: readonly StoredDomainEvent[]): readonly AgentKey[] {
  const found = events.map((event) => ({ tenantId: event.tenantId, agentId: agentOf(event) }));
  return [...new Map(found.map((agent) => [agent.agentId, agent])).values()];
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
    types: [...OF_RUNS, ...OF_AGENTS],
    handle: async (events) => {
      await due.mark(agentsOf(events));
      onMarked();
    },
  });
}
