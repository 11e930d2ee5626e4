import type { AgentStatus } from './agent.ts';

/** The whole state machine. DRAFT is left by publishing only: `setAgentStatus` never makes a version. */
const NEXT: Record<AgentStatus, readonly AgentStatus[]> = {
  DRAFT: ['PUBLISHED', 'ARCHIVED'],
  PUBLISHED: ['DISABLED', 'ARCHIVED'],
  DISABLED: ['PUBLISHED', 'ARCHIVED'],
  ARCHIVED: ['DRAFT', 'PUBLISHED'],
};

/** Whether an agent may go from one status to another. Without a published version it can be DRAFT or ARCHIVED only. */
export function mayBecome(
  agent: { readonly status: AgentStatus; readonly publishedVersionId: string | null },
  to: AgentStatus,
): boolean {
  const fits = agent.publishedVersionId === null ? to === 'DRAFT' || to === 'ARCHIVED' : to !== 'DRAFT';
  return fits && NEXT[agent.status].includes(to);
}
