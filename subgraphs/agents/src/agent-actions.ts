import type { Permission } from '@aether/schema';
import type { Viewer } from '@aether/common/security';
import { type AgentRecord, actorOf } from './agent.ts';

/** What a viewer may do with one agent, by the name of the mutation. */
export type AgentAction =
  | 'updateAgent'
  | 'updateAgentDraft'
  | 'publishAgent'
  | 'setAgentStatus'
  | 'deleteAgent'
  | 'runAgent';

export interface ActionVerdict {
  readonly name: AgentAction;
  readonly allowed: boolean;
  /** Why not, and who can grant it; null when it is allowed. */
  readonly reason: string | null;
}

const PERMISSION_OF: Record<AgentAction, Permission> = {
  updateAgent: 'agent:update',
  updateAgentDraft: 'agent:update',
  publishAgent: 'agent:publish',
  setAgentStatus: 'agent:publish',
  deleteAgent: 'agent:delete',
  runAgent: 'agent:run',
};

const ACTIONS = Object.keys(PERMISSION_OF).filter((name): name is AgentAction => name in PERMISSION_OF);

/** The owner, or somebody who manages the agents of everybody. */
function ownsAgent(viewer: Viewer, agent: AgentRecord): boolean {
  return agent.ownerId === actorOf(viewer) || viewer.permissions.includes('agent:manage');
}

/** Drafts are for those who may change the agent; others see and run what is published. */
export function seesDraft(viewer: Viewer, agent: AgentRecord): boolean {
  return viewer.permissions.includes('agent:update') && ownsAgent(viewer, agent);
}

/** What a run is asked for: some version of the agent, or its draft. */
export type RunTarget = 'version' | 'draft';

export function verdictOf(name: AgentAction, viewer: Viewer, agent: AgentRecord): ActionVerdict {
  return toVerdict(name, name === 'runAgent' ? anyRun(viewer, agent) : change(name, viewer, agent));
}

export function verdictsOf(viewer: Viewer, agent: AgentRecord): readonly ActionVerdict[] {
  return ACTIONS.map((name) => verdictOf(name, viewer, agent));
}

/** As `verdictsOf`, with the verdict on running exactly what is asked for. */
export function verdictsForRun(viewer: Viewer, agent: AgentRecord, target: RunTarget): readonly ActionVerdict[] {
  return ACTIONS.map((name) =>
    name === 'runAgent' ? toVerdict(name, run(viewer, agent, target)) : verdictOf(name, viewer, agent),
  );
}

function toVerdict(name: AgentAction, reason: string | null): ActionVerdict {
  return { name, allowed: reason === null, reason };
}

/** Authors can always try their draft; everybody else needs a published version. */
function anyRun(viewer: Viewer, agent: AgentRecord): string | null {
  return run(viewer, agent, 'draft') === null ? null : run(viewer, agent, 'version');
}

function run(viewer: Viewer, agent: AgentRecord, target: RunTarget): string | null {
  return (
    lacking('runAgent', viewer) ?? (target === 'draft' ? change('updateAgentDraft', viewer, agent) : notRunnable(agent))
  );
}

function change(name: AgentAction, viewer: Viewer, agent: AgentRecord): string | null {
  const refusal = lacking(name, viewer) ?? notOwner(viewer, agent);
  if (refusal !== null || agent.status !== 'ARCHIVED') return refusal;
  return name === 'updateAgentDraft' || name === 'publishAgent'
    ? 'The agent is archived; take it out of the archive first.'
    : null;
}

function lacking(name: AgentAction, viewer: Viewer): string | null {
  const permission = PERMISSION_OF[name];
  if (viewer.permissions.includes(permission)) return null;
  return `Your role lacks the permission "${permission}"; an administrator can grant it.`;
}

function notOwner(viewer: Viewer, agent: AgentRecord): string | null {
  return ownsAgent(viewer, agent) ? null : 'Only its owner and administrators may do this.';
}

function notRunnable(agent: AgentRecord): string | null {
  switch (agent.status) {
    case 'PUBLISHED':
      return null;
    case 'DRAFT':
      return 'The agent has no published version yet.';
    case 'DISABLED':
      return 'The agent is disabled; its owner can enable it again.';
    case 'ARCHIVED':
      return 'The agent is archived.';
  }
}
