import type { Visibility } from '../../gql/graphql.ts';

/** Who can see and use an object, from few to many. */
export const VISIBILITIES = [
  { value: 'PRIVATE', label: 'Only me' },
  { value: 'TEAM', label: 'My teams' },
  { value: 'DEPARTMENT', label: 'My department' },
  { value: 'TENANT', label: 'Everybody in the organization' },
] as const satisfies readonly { value: Visibility; label: string }[];
