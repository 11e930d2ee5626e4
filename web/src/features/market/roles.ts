import type { CollaborationRole } from '../../gql/graphql.ts';

/** What somebody may do with a colleague's agent, from little to much. */
export const ROLES = [
  { value: 'VIEWER', label: 'Look at the draft' },
  { value: 'EDITOR', label: 'Edit the draft' },
  { value: 'MAINTAINER', label: 'Edit, publish and answer requests' },
] as const satisfies readonly { value: CollaborationRole; label: string }[];

export function roleOf(value: string): CollaborationRole | undefined {
  return ROLES.find((role) => role.value === value)?.value;
}

export function roleLabel(role: CollaborationRole): string {
  return ROLES.find(({ value }) => value === role)?.label ?? role;
}
