import type { Permission } from '@aether/schema';
import type { Viewer } from '@aether/common/security';
import { type AgentRecord, actorOf } from './agent.ts';
import { type Standing, isAtLeast, standingOf } from '../market/collaboration.ts';

/** What a viewer may do with one agent, by the name of the mutation. */
export type AgentAction =
  | 'updateAgent'
  | 'updateAgentDraft'
  | 'publishAgent'
  | 'setAgentStatus'
  | 'deleteAgent'
  | 'runAgent'
  | 'setCollaborator'
  | 'requestCollaboration'
  | 'publishListing';

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
  setCollaborator: 'agent:publish',
  requestCollaboration: 'agent:run',
  publishListing: 'agent:publish',
};

/** The least standing that an action needs, beside the permission; null = everybody who sees the agent. */
const STANDING_FOR: Record<AgentAction, Standing | null> = {
  updateAgent: 'EDITOR',
  updateAgentDraft: 'EDITOR',
  publishAgent: 'MAINTAINER',
  setAgentStatus: 'MAINTAINER',
  deleteAgent: 'OWNER',
  runAgent: null,
  setCollaborator: 'MAINTAINER',
  requestCollaboration: null,
  publishListing: 'MAINTAINER',
};

const ACTIONS = Object.keys(PERMISSION_OF).filter((name): name is AgentAction => name in PERMISSION_OF);

/** Who manages the agents of everybody stands where their owners stand. */
function standing(viewer: Viewer, agent: AgentRecord): Standing {
  return viewer.permissions.includes('agent:manage') ? 'OWNER' : standingOf(actorOf(viewer), agent);
}

/** Drafts are for those who may change the agent and for its collaborators; others see and run what is published. */
export function seesDraft(viewer: Viewer, agent: AgentRecord): boolean {
  const own = standing(viewer, agent);
  return own === 'OWNER' ? viewer.permissions.includes('agent:update') : isAtLeast(own, 'VIEWER');
}

/** Whether the viewer may decide for the agent: publish it, choose who sees it, answer requests. */
export function maintains(viewer: Viewer, agent: AgentRecord): boolean {
  return isAtLeast(standing(viewer, agent), 'MAINTAINER');
}

/** What a run is asked for: some version of the agent, or its draft. */
export type RunTarget = 'version' | 'draft';

export function verdictOf(name: AgentAction, viewer: Viewer, agent: AgentRecord): ActionVerdict {
  if (name === 'runAgent') return toVerdict(name, anyRun(viewer, agent));
  if (name === 'requestCollaboration') return toVerdict(name, request(viewer, agent));
  return toVerdict(name, change(name, viewer, agent));
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
  const refusal = lacking(name, viewer) ?? tooFar(name, viewer, agent);
  if (refusal !== null || agent.status !== 'ARCHIVED') return refusal;
  return name === 'updateAgentDraft' || name === 'publishAgent' || name === 'publishListing'
    ? 'The agent is archived; take it out of the archive first.'
    : null;
}

function request(viewer: Viewer, agent: AgentRecord): string | null {
  const refusal = lacking('requestCollaboration', viewer);
  if (refusal !== null) return refusal;
  if (viewer.userId === null) return 'Only people can work on an agent together.';
  switch (standingOf(actorOf(viewer), agent)) {
    case 'OWNER':
      return 'It is your own agent.';
    case 'MAINTAINER':
      return 'You maintain this agent already.';
    default:
      return null;
  }
}

function lacking(name: AgentAction, viewer: Viewer): string | null {
  const permission = PERMISSION_OF[name];
  if (viewer.permissions.includes(permission)) return null;
  return `Your role lacks the permission "${permission}"; an administrator can grant it.`;
}

function tooFar(name: AgentAction, viewer: Viewer, agent: AgentRecord): string | null {
  const least = STANDING_FOR[name];
  if (least === null || isAtLeast(standing(viewer, agent), least)) return null;
  return standingOf(actorOf(viewer), agent) === 'NONE'
    ? 'Only its owner and administrators may do this.'
    : `You work on this agent as ${standingOf(actorOf(viewer), agent)}; this needs ${least}.`;
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
