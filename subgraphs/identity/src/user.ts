import type { BuiltInRoleKey } from '@aether/schema';

export const UserStatus = { INVITED: 'INVITED', ACTIVE: 'ACTIVE', DEACTIVATED: 'DEACTIVATED' } as const;
export type UserStatus = keyof typeof UserStatus;

/** A person as the graph keeps them, without the hash of the password: that leaves the database for a comparison only. */
export interface UserRecord {
  readonly id: string;
  /** In lower case; unique in the tenant. */
  readonly email: string;
  readonly name: string;
  readonly avatarUrl: string | null;
  readonly jobTitle: string | null;
  readonly roleKey: BuiltInRoleKey;
  readonly departmentId: string | null;
  readonly expertise: readonly string[];
  /** The person's own consent: evidence of intelligence may name them. */
  readonly namedInEvidence: boolean;
  readonly status: UserStatus;
  readonly createdAt: string;
  readonly lastSeenAt: string | null;
}
