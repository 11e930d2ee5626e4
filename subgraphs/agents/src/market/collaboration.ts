export const CollaborationRole = { VIEWER: 'VIEWER', EDITOR: 'EDITOR', MAINTAINER: 'MAINTAINER' } as const;
export type CollaborationRole = keyof typeof CollaborationRole;

export const CollaborationRequestStatus = { PENDING: 'PENDING', ACCEPTED: 'ACCEPTED', DECLINED: 'DECLINED' } as const;
export type CollaborationRequestStatus = keyof typeof CollaborationRequestStatus;

export const RequestDirection = { RECEIVED: 'RECEIVED', SENT: 'SENT' } as const;
export type RequestDirection = keyof typeof RequestDirection;

/** Somebody whom the owner lets work on an agent. */
export interface CollaboratorRecord {
  readonly userId: string;
  readonly role: CollaborationRole;
  readonly since: string;
}

/** A wish to work on a colleague's agent. */
export interface CollaborationRequestRecord {
  readonly id: string;
  readonly agentId: string;
  readonly requesterId: string;
  readonly role: CollaborationRole;
  readonly message: string | null;
  readonly status: CollaborationRequestStatus;
  readonly answeredById: string | null;
  readonly answer: string | null;
  readonly createdAt: string;
  readonly answeredAt: string | null;
}

/** Each standing may do what those before it may. */
const STANDINGS = ['NONE', 'VIEWER', 'EDITOR', 'MAINTAINER', 'OWNER'] as const;
export type Standing = (typeof STANDINGS)[number];

/** How close an actor is to an agent, whatever the permissions of the role. */
export function standingOf(
  actorId: string,
  agent: { readonly ownerId: string; readonly collaborators: readonly CollaboratorRecord[] },
): Standing {
  if (agent.ownerId === actorId) return 'OWNER';
  return agent.collaborators.find(({ userId }) => userId === actorId)?.role ?? 'NONE';
}

export function isAtLeast(standing: Standing, least: Standing): boolean {
  return STANDINGS.indexOf(standing) >= STANDINGS.indexOf(least);
}

/** Collaborators see an agent whatever its visibility. */
export function withCollaborators(
  audience: readonly string[],
  collaborators: readonly CollaboratorRecord[],
): readonly string[] {
  return [...new Set([...audience, ...collaborators.map(({ userId }) => userId)])];
}
