import { randomBytes } from 'node:crypto';
import type { Viewer } from '@aether/common/security';
import { BUILT_IN_ROLES, createIdSource, isBuiltInRoleKey, type IdPrefix } from '@aether/schema';

const ids = createIdSource({ now: () => new Date(), random: (bytes) => randomBytes(bytes) });

/** An id that no other test has. */
export function testId(prefix: IdPrefix): string {
  return ids(prefix);
}

/** A person in a tenant of its own, an owner unless another `roleKey` is given; permissions follow the role. */
export function testViewer(overrides: Partial<Viewer> = {}): Viewer {
  const roleKey = overrides.roleKey ?? 'owner';
  return {
    tenantId: ids('tnt'),
    userId: ids('usr'),
    serviceAccountId: null,
    roleKey,
    departmentId: null,
    teamIds: [],
    permissions: isBuiltInRoleKey(roleKey) ? BUILT_IN_ROLES[roleKey].permissions : [],
    scopes: [],
    sessionId: null,
    expiresAt: null,
    ...overrides,
  };
}
