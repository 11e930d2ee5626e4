import type { ReferenceResolver } from '@aether/common/service';
import { isBuiltInRoleKey, type Permission } from '@aether/schema';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { loadApiKey, loadAuditEvent, loadCredential, loadDepartment, loadTeam, loadUser } from '../loaders.ts';
import { roleOf } from '../role.ts';

type Load = (context: IdentityContext, id: string) => Promise<object | null>;

/** An object that other subgraphs name. The permission is the one of the query that reads it; without it there is nothing to see. */
function guarded(permission: Permission, load: Load): ReferenceResolver<IdentityContext> {
  return async ({ id }, context) =>
    context.viewer?.permissions.includes(permission) === true ? load(context, id) : null;
}

const roleReference = z.object({ key: z.string() });

export const references: Readonly<Record<string, ReferenceResolver<IdentityContext>>> = {
  User: guarded('user:read', loadUser),
  Department: guarded('department:read', loadDepartment),
  Team: guarded('team:read', loadTeam),
  ApiKey: guarded('api-key:read', loadApiKey),
  Credential: guarded('credential:read', loadCredential),
  AuditEvent: guarded('audit:read', loadAuditEvent),
  Tenant: async ({ id }, context) => (context.viewer?.tenantId === id ? context.parts.tenants.byId(id) : null),
  Role: async (reference, context) => {
    const { success, data } = roleReference.safeParse(reference);
    return context.viewer !== null && success && isBuiltInRoleKey(data.key) ? roleOf(data.key) : null;
  },
};
