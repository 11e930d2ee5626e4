import type { AgentStatus } from './agent.ts';

/** What the stream of an agent tells. Names are those of AGENT_EVENTS in the contract. */
export type AgentEventData =
  | {
      readonly name: 'draft-change';
      readonly revision: number;
      readonly operations: readonly unknown[];
      readonly changedById: string;
      readonly valid: boolean;
    }
  | {
      readonly name: 'agent-publish';
      readonly versionId: string;
      readonly number: number;
      readonly publishedById: string;
      readonly rolledBack: boolean;
    }
  | { readonly name: 'agent-status-change'; readonly status: AgentStatus }
  | { readonly name: 'resync-required'; readonly firstSeq: number };

export interface AgentEventRecord {
  /** Null only for `resync-required`, which is no event of the record. */
  readonly seq: number | null;
  readonly at: string;
  readonly event: AgentEventData;
}

export type KeptAgentEvent = Exclude<AgentEventData, { name: 'resync-required' }>;

/** Live channel of one agent. */
export function agentChannel(tenantId: string, agentId: string): string {
  return `agent/${tenantId}/${agentId}`;
}
