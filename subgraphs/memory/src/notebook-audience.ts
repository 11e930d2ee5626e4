import type { Viewer } from '@aether/common/security';

export const VISIBILITIES = ['PRIVATE', 'TEAM', 'DEPARTMENT', 'TENANT'] as const;

export type Visibility = (typeof VISIBILITIES)[number];

/** Principals that a visibility lets in beside the owner, from the memberships of the person who shares. */
export function sharedWith(visibility: Visibility, viewer: Viewer): readonly string[] {
  switch (visibility) {
    case 'PRIVATE':
      return [];
    case 'TEAM':
      return viewer.teamIds;
    case 'DEPARTMENT':
      return viewer.departmentId === null ? [] : [viewer.departmentId];
    case 'TENANT':
      return [viewer.tenantId];
  }
}

/** Ids of which a viewer needs one to read: the one predicate of all queries and searches. */
export function audienceOf(notebook: {
  readonly ownerId: string;
  readonly sharedWith: readonly string[];
  readonly granteeIds: readonly string[];
}): readonly string[] {
  return [...new Set([notebook.ownerId, ...notebook.sharedWith, ...notebook.granteeIds])];
}
