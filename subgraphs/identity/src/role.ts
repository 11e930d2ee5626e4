import { BUILT_IN_ROLES, isBuiltInRoleKey, type BuiltInRoleKey } from '@aether/schema';

/** A named set of permissions. All roles are built in, so they live in the contract and not in the graph. */
export interface RoleRecord {
  readonly key: BuiltInRoleKey;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly string[];
  readonly builtIn: boolean;
}

export const ROLE_KEYS: readonly BuiltInRoleKey[] = Object.keys(BUILT_IN_ROLES).filter(isBuiltInRoleKey);

export function roleOf(key: BuiltInRoleKey): RoleRecord {
  return { key, ...BUILT_IN_ROLES[key], builtIn: true };
}

/** What a session or key may do: the role, narrowed by the key's scopes. A scope that the role lost meanwhile grants nothing. */
export function effectivePermissions(roleKey: BuiltInRoleKey, scopes: readonly string[] | null): readonly string[] {
  const { permissions } = BUILT_IN_ROLES[roleKey];
  return scopes === null ? permissions : permissions.filter((permission) => scopes.includes(permission));
}

/**
 * Permissions that somebody would hand out without holding them. A key with few scopes must not make itself an administrator
 * by inviting one.
 */
export function permissionsBeyond(granted: readonly string[], held: readonly string[]): readonly string[] {
  return granted.filter((permission) => !held.includes(permission));
}
