import type { Viewer } from '@aether/common/security';
import { ValidationError } from '@aether/common/service';
import { BUILT_IN_ROLES, type BuiltInRoleKey, isBuiltInRoleKey } from '@aether/schema';
import { OwnersOnlyError, ScopeNotGrantedError } from '../errors.ts';
import { permissionsBeyond, ROLE_KEYS } from '../role.ts';

/**
 * Whether the viewer may give somebody this role.
 * @param from the role so far; null = a new person
 * @throws ValidationError when there is no such role
 * @throws OwnersOnlyError when somebody else than an owner makes or unmakes one
 * @throws ScopeNotGrantedError when the role may more than the viewer, or the viewer's key
 */
export function checkRoleGrant(viewer: Viewer, from: BuiltInRoleKey | null, to: string): BuiltInRoleKey {
  const path = ['roleKey'];
  if (!isBuiltInRoleKey(to)) throw new ValidationError(path, `one of ${ROLE_KEYS.join(', ')}`, JSON.stringify(to));
  if (from !== to && (from === 'owner' || to === 'owner') && viewer.roleKey !== 'owner')
    throw new OwnersOnlyError(path);
  const beyond = permissionsBeyond(BUILT_IN_ROLES[to].permissions, viewer.permissions);
  if (from !== to && beyond.length > 0) throw new ScopeNotGrantedError(path, beyond);
  return to;
}
