import { tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { UserRecord } from '../user.ts';
import type { Change } from './identity-changes.ts';
import { idRow, user } from './rows.ts';

const CREATE = tenantStatement(
  'identity.create-user',
  `CREATE (user:User {tenantId: $tenantId, id: $id, email: $email, name: $name, roleKey: $roleKey, expertise: [],
     status: 'INVITED', createdAt: $at, updatedAt: $at})
   RETURN user.id AS id`,
);
const LOCKED = tenantStatement(
  'identity.locked-user',
  'MATCH (user:User {tenantId: $tenantId, id: $id}) SET user.updatedAt = $at RETURN user {.*} AS user',
);
const BY_EMAIL = tenantStatement(
  'identity.user-by-email',
  'MATCH (user:User {tenantId: $tenantId, email: $email}) RETURN user {.*} AS user',
);
const UPDATE = tenantStatement(
  'identity.update-user',
  `MATCH (user:User {tenantId: $tenantId, id: $id})
   SET user.name = $name, user.avatarUrl = $avatarUrl, user.jobTitle = $jobTitle, user.roleKey = $roleKey,
     user.expertise = $expertise, user.namedInEvidence = $namedInEvidence, user.status = $status, user.updatedAt = $at
   RETURN user.id AS id`,
);
const FORGET_PASSWORD = tenantStatement(
  'identity.forget-password',
  'MATCH (user:User {tenantId: $tenantId, id: $id}) SET user.passwordHash = null RETURN user.id AS id',
);
const LEAVE_DEPARTMENT = tenantStatement(
  'identity.leave-department',
  `MATCH (user:User {tenantId: $tenantId, id: $id}) SET user.departmentId = $departmentId
   WITH user OPTIONAL MATCH (user)-[old:BELONGS_TO]->(:Department {tenantId: $tenantId})
   DELETE old RETURN DISTINCT user.id AS id`,
);
const JOIN_DEPARTMENT = tenantStatement(
  'identity.join-department',
  `MATCH (user:User {tenantId: $tenantId, id: $id}) MATCH (department:Department {tenantId: $tenantId, id: $departmentId})
   CREATE (user)-[:BELONGS_TO {since: $at}]->(department) RETURN department.id AS id`,
);
const JOIN_TENANT = tenantStatement(
  'identity.join-tenant',
  `MATCH (user:User {tenantId: $tenantId, id: $id}) MATCH (tenant:Tenant {tenantId: $tenantId, id: $tenantId})
   MERGE (user)-[membership:BELONGS_TO]->(tenant) ON CREATE SET membership.since = $at RETURN tenant.id AS id`,
);
const LEAVE_TEAMS = tenantStatement(
  'identity.leave-teams',
  `MATCH (user:User {tenantId: $tenantId, id: $id})-[membership:MEMBER_OF]->(team:Team {tenantId: $tenantId})
   WHERE NOT team.id IN $teamIds DELETE membership RETURN team.id AS id`,
);
const JOIN_TEAMS = tenantStatement(
  'identity.join-teams',
  `UNWIND $teamIds AS teamId
   MATCH (user:User {tenantId: $tenantId, id: $id}) MATCH (team:Team {tenantId: $tenantId, id: teamId})
   MERGE (user)-[membership:MEMBER_OF]->(team) ON CREATE SET membership.since = $at RETURN team.id AS id`,
);
const OTHER_OWNERS = tenantStatement(
  'identity.other-owners',
  `MATCH (user:User {tenantId: $tenantId, roleKey: 'owner', status: 'ACTIVE'}) WHERE user.id <> $id RETURN user.id AS id LIMIT 1`,
);

const userRow = z.object({ user });

/** Changes people, inside the transaction of a write. */
export class UserWriter {
  async create(change: Change, input: Pick<UserRecord, 'id' | 'email' | 'name' | 'roleKey'>): Promise<void> {
    await change.transaction.run(CREATE, { ...input, at: change.at }, idRow);
    await change.transaction.run(JOIN_TENANT, { id: input.id, at: change.at }, idRow);
  }

  /** Reads under the node's lock: what is decided on it cannot be outdated by another write. */
  async locked(change: Change, id: string): Promise<UserRecord | null> {
    const [row] = await change.transaction.run(LOCKED, { id, at: change.at }, userRow);
    return row?.user ?? null;
  }

  async byEmail(change: Change, email: string): Promise<UserRecord | null> {
    const [row] = await change.transaction.run(BY_EMAIL, { email }, userRow);
    return row?.user ?? null;
  }

  /** All but department and teams. */
  async update(
    change: Change,
    { id, name, avatarUrl, jobTitle, roleKey, expertise, namedInEvidence, status }: UserRecord,
  ): Promise<void> {
    const profile = { name, avatarUrl, jobTitle, expertise, namedInEvidence };
    const parameters = { id, ...profile, roleKey, status, at: change.at };
    await change.transaction.run(UPDATE, parameters, idRow);
  }

  async forgetPassword(change: Change, id: string): Promise<void> {
    await change.transaction.run(FORGET_PASSWORD, { id }, idRow);
  }

  /** @returns whether there is such a department; null leaves the present one */
  async setDepartment(change: Change, id: string, departmentId: string | null): Promise<boolean> {
    await change.transaction.run(LEAVE_DEPARTMENT, { id, departmentId }, idRow);
    if (departmentId === null) return true;
    return (await change.transaction.run(JOIN_DEPARTMENT, { id, departmentId, at: change.at }, idRow)).length > 0;
  }

  /** @returns ids of teams that do not exist */
  async setTeams(change: Change, id: string, teamIds: readonly string[]): Promise<readonly string[]> {
    await change.transaction.run(LEAVE_TEAMS, { id, teamIds }, idRow);
    const joined = await change.transaction.run(JOIN_TEAMS, { id, teamIds, at: change.at }, idRow);
    return teamIds.filter((teamId) => !joined.some((row) => row.id === teamId));
  }

  /** Lock the tenant first, or two owners may leave at once. */
  async isLastOwner(change: Change, id: string): Promise<boolean> {
    return (await change.transaction.run(OTHER_OWNERS, { id }, idRow)).length === 0;
  }
}
