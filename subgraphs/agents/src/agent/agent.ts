import type { Viewer } from '@aether/common/security';
import { principalsOf } from '@aether/common/security';
import type { CollaboratorRecord } from '../market/collaboration.ts';

export const AgentType = {
  BUILT_IN: 'BUILT_IN',
  EXTERNAL_API: 'EXTERNAL_API',
  HYBRID: 'HYBRID',
  LEGACY: 'LEGACY',
} as const;
export type AgentType = keyof typeof AgentType;

export const AgentKind = {
  QA: 'QA',
  CONVERSATIONAL: 'CONVERSATIONAL',
  PRODUCER: 'PRODUCER',
  WORKFLOW: 'WORKFLOW',
} as const;
export type AgentKind = keyof typeof AgentKind;

export const AgentStatus = {
  DRAFT: 'DRAFT',
  PUBLISHED: 'PUBLISHED',
  DISABLED: 'DISABLED',
  ARCHIVED: 'ARCHIVED',
} as const;
export type AgentStatus = keyof typeof AgentStatus;

export const Visibility = { PRIVATE: 'PRIVATE', TEAM: 'TEAM', DEPARTMENT: 'DEPARTMENT', TENANT: 'TENANT' } as const;
export type Visibility = keyof typeof Visibility;

/** An agent as the graph keeps it; what it does stands in its draft and its versions. */
export interface AgentRecord {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly useCase: string | null;
  readonly tags: readonly string[];
  readonly type: AgentType;
  readonly kind: AgentKind | null;
  readonly status: AgentStatus;
  readonly visibility: Visibility;
  /** Ids of the principals who see it: the person, teams, a department or the tenant. */
  readonly audience: readonly string[];
  /** A person or a service account. */
  readonly ownerId: string;
  readonly collaborators: readonly CollaboratorRecord[];
  readonly publishedVersionId: string | null;
  readonly versionCount: number;
  /** `seq` of the newest event of its stream. */
  readonly lastSeq: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Who acts: the person, or the service account of a key. */
export function actorOf(viewer: Viewer): string {
  return viewer.userId ?? viewer.serviceAccountId ?? viewer.tenantId;
}

/** What a statement needs to show a viewer the agents that are theirs to see, and no other. */
export function sightOf(viewer: Viewer): { readonly principals: readonly string[]; readonly seesAll: boolean } {
  return { principals: principalsOf(viewer), seesAll: viewer.permissions.includes('agent:manage') };
}

/**
 * Principals that a visibility lets in, beside the owner. Team and department are those of the owner, so only the owner can choose them.
 * @returns null when the owner has no such team or department, or when somebody else asks
 */
export function audienceOf(visibility: Visibility, ownerId: string, viewer: Viewer): readonly string[] | null {
  switch (visibility) {
    case 'PRIVATE':
      return [ownerId];
    case 'TENANT':
      return [ownerId, viewer.tenantId];
    case 'TEAM':
      return actorOf(viewer) === ownerId && viewer.teamIds.length > 0 ? [ownerId, ...viewer.teamIds] : null;
    case 'DEPARTMENT':
      return actorOf(viewer) === ownerId && viewer.departmentId !== null ? [ownerId, viewer.departmentId] : null;
  }
}
