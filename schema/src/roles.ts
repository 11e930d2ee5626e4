import { isPermission, PERMISSIONS } from './permissions.ts';
import type { Permission } from './permissions.ts';

export interface BuiltInRole {
  name: string;
  description: string;
  permissions: readonly Permission[];
}

const viewer: readonly Permission[] = [
  'user:read',
  'user:update',
  'role:read',
  'department:read',
  'team:read',
  'session:revoke',
  'connected-app:read',
  'connected-app:revoke',
  'agent:read',
  'model:read',
  'tool:read',
  'notebook:read',
  'execution:read',
  'budget:read',
  'conversation:read',
  'test-suite:read',
  'comparison:read',
  'graph:read',
];

const member: readonly Permission[] = [
  ...viewer,
  'api-key:read',
  'api-key:create',
  'api-key:revoke',
  'connected-app:create',
  'credential:read',
  'agent:run',
  'model:use',
  'tool:use',
  'notebook:create',
  'notebook:update',
  'notebook:delete',
  'document:add',
  'document:delete',
  'execution:cancel',
  'execution:rate',
  'approval:decide',
  'conversation:write',
];

const builder: readonly Permission[] = [
  ...member,
  'credential:write',
  'agent:create',
  'agent:update',
  'agent:publish',
  'agent:delete',
  'trigger:read',
  'trigger:write',
  'test-suite:write',
  'comparison:run',
  'developer:introspect',
];

const everything: readonly Permission[] = Object.keys(PERMISSIONS).filter(isPermission);

/** Roles that every tenant has. They cannot be changed; a role grants no more than it lists. */
export const BUILT_IN_ROLES = {
  owner: {
    name: 'Owner',
    description: 'Everything. A tenant keeps at least one; only an owner makes or unmakes owners.',
    permissions: everything,
  },
  admin: {
    name: 'Administrator',
    description: 'Manages people, keys, models, tools and the work of everybody.',
    permissions: everything,
  },
  builder: {
    name: 'Builder',
    description: 'Creates, tests and publishes agents, and stores the credentials that they need.',
    permissions: builder,
  },
  member: {
    name: 'Member',
    description: 'Runs agents and keeps notebooks.',
    permissions: member,
  },
  viewer: {
    name: 'Viewer',
    description: 'Sees what is shared, changes nothing but the own profile.',
    permissions: viewer,
  },
} as const satisfies Record<string, BuiltInRole>;

export type BuiltInRoleKey = keyof typeof BUILT_IN_ROLES;

export function isBuiltInRoleKey(value: unknown): value is BuiltInRoleKey {
  return typeof value === 'string' && Object.hasOwn(BUILT_IN_ROLES, value);
}
