import { BUILT_IN_ROLES, isBuiltInRoleKey, type BuiltInRoleKey } from '@aether/schema';
import { z } from 'zod';
import type { ApiKeyRecord } from '../api-key.ts';
import type { DepartmentRecord } from '../department.ts';
import type { SessionRecord } from '../session.ts';
import type { TeamRecord } from '../team.ts';
import type { TenantRecord } from '../tenant.ts';
import { UserStatus, type UserRecord } from '../user.ts';

/** A property that may be absent: Neo4j keeps no null. */
export function orNull<Value>(schema: z.ZodType<Value>) {
  return schema.nullish().transform((value) => value ?? null);
}

const roleKey = z.string().refine((key): key is BuiltInRoleKey => isBuiltInRoleKey(key), {
  error: `expected one of ${Object.keys(BUILT_IN_ROLES).join(', ')}`,
});

export const tenant: z.ZodType<TenantRecord> = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  createdAt: z.string(),
});

/** Leaves the hash of the password out, although the node has it. */
export const user: z.ZodType<UserRecord> = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  avatarUrl: orNull(z.string()),
  jobTitle: orNull(z.string()),
  roleKey,
  departmentId: orNull(z.string()),
  expertise: z.array(z.string()),
  namedInEvidence: z
    .boolean()
    .nullish()
    .transform((agreed) => agreed ?? false),
  status: z.enum(UserStatus),
  createdAt: z.string(),
  lastSeenAt: orNull(z.string()),
});

export const department: z.ZodType<DepartmentRecord> = z.object({
  id: z.string(),
  name: z.string(),
  description: orNull(z.string()),
  createdAt: z.string(),
});

export const team: z.ZodType<TeamRecord> = z.object({
  id: z.string(),
  name: z.string(),
  departmentId: orNull(z.string()),
  createdAt: z.string(),
});

export const session: z.ZodType<SessionRecord> = z.object({
  id: z.string(),
  userId: z.string(),
  userAgent: orNull(z.string()),
  ipAddress: orNull(z.string()),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  expiresAtMs: z.number(),
});

export const apiKey: z.ZodType<ApiKeyRecord> = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
  userId: z.string(),
  requestsPerMinute: orNull(z.number()),
  tokensPerMinute: orNull(z.number()),
  models: z
    .array(z.string())
    .nullish()
    .transform((models) => models ?? []),
  tools: z
    .array(z.string())
    .nullish()
    .transform((tools) => tools ?? []),
  createdAt: z.string(),
  expiresAtMs: orNull(z.number()),
  lastUsedAt: orNull(z.string()),
  revokedAt: orNull(z.string()),
});

/** Answer of a statement that only says whether it found what it was to change. */
export const idRow = z.object({ id: z.string() });
