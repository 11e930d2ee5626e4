import { tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { DepartmentRecord } from '../department.ts';
import type { TeamRecord } from '../team.ts';
import type { Change } from './identity-changes.ts';
import { department, idRow, team } from './rows.ts';

const SAVE_DEPARTMENT = tenantStatement(
  'identity.save-department',
  `MERGE (department:Department {tenantId: $tenantId, id: $id}) ON CREATE SET department.createdAt = $at
   SET department.name = $name, department.description = $description RETURN department {.*} AS department`,
);
const LOCKED_DEPARTMENT = tenantStatement(
  'identity.locked-department',
  `MATCH (department:Department {tenantId: $tenantId, id: $id}) SET department.lock = $at RETURN department {.*} AS department`,
);
const DEPARTMENT_USE = tenantStatement(
  'identity.use-of-department',
  `MATCH (department:Department {tenantId: $tenantId, id: $id})
   RETURN COUNT { MATCH (user:User {tenantId: $tenantId, departmentId: $id}) } AS members,
     COUNT { MATCH (team:Team {tenantId: $tenantId, departmentId: $id}) } AS teams`,
);
const DELETE_DEPARTMENT = tenantStatement(
  'identity.delete-department',
  'MATCH (department:Department {tenantId: $tenantId, id: $id}) DETACH DELETE department RETURN $id AS id',
);
const SAVE_TEAM = tenantStatement(
  'identity.save-team',
  `MERGE (team:Team {tenantId: $tenantId, id: $id}) ON CREATE SET team.createdAt = $at
   SET team.name = $name, team.departmentId = $departmentId
   WITH team OPTIONAL MATCH (team)-[old:BELONGS_TO]->(:Department {tenantId: $tenantId})
   DELETE old
   WITH DISTINCT team
   OPTIONAL MATCH (department:Department {tenantId: $tenantId, id: $departmentId})
   FOREACH (each IN CASE WHEN department IS NULL THEN [] ELSE [department] END | CREATE (team)-[:BELONGS_TO {since: $at}]->(each))
   RETURN team {.*} AS team, department IS NOT NULL AS hasDepartment`,
);
const LOCKED_TEAM = tenantStatement(
  'identity.locked-team',
  'MATCH (team:Team {tenantId: $tenantId, id: $id}) SET team.lock = $at RETURN team {.*} AS team',
);
const ADD_MEMBERS = tenantStatement(
  'identity.add-team-members',
  `UNWIND $userIds AS userId
   MATCH (team:Team {tenantId: $tenantId, id: $id}) MATCH (user:User {tenantId: $tenantId, id: userId})
   MERGE (user)-[membership:MEMBER_OF]->(team) ON CREATE SET membership.since = $at RETURN user.id AS id`,
);
const REMOVE_MEMBERS = tenantStatement(
  'identity.remove-team-members',
  `MATCH (user:User {tenantId: $tenantId})-[membership:MEMBER_OF]->(team:Team {tenantId: $tenantId, id: $id})
   WHERE $userIds IS NULL OR user.id IN $userIds DELETE membership RETURN user.id AS id`,
);
const DELETE_TEAM = tenantStatement(
  'identity.delete-team',
  'MATCH (team:Team {tenantId: $tenantId, id: $id}) DETACH DELETE team RETURN $id AS id',
);

const departmentRow = z.object({ department });
const teamRow = z.object({ team });

/** Changes departments and teams, inside the transaction of a write. */
export class GroupWriter {
  async saveDepartment(
    change: Change,
    input: Pick<DepartmentRecord, 'id' | 'name' | 'description'>,
  ): Promise<DepartmentRecord> {
    const [row] = await change.transaction.run(
      SAVE_DEPARTMENT,
      { id: input.id, name: input.name, description: input.description, at: change.at },
      departmentRow,
    );
    if (row === undefined) throw new Error('A department that was saved did not come back.');
    return row.department;
  }

  async lockedDepartment(change: Change, id: string): Promise<DepartmentRecord | null> {
    const [row] = await change.transaction.run(LOCKED_DEPARTMENT, { id, at: change.at }, departmentRow);
    return row?.department ?? null;
  }

  async departmentUse(change: Change, id: string): Promise<{ readonly members: number; readonly teams: number }> {
    const [row] = await change.transaction.run(
      DEPARTMENT_USE,
      { id },
      z.object({ members: z.number(), teams: z.number() }),
    );
    return row ?? { members: 0, teams: 0 };
  }

  async deleteDepartment(change: Change, id: string): Promise<void> {
    await change.transaction.run(DELETE_DEPARTMENT, { id }, idRow);
  }

  /** @returns null when there is no such department */
  async saveTeam(change: Change, input: Pick<TeamRecord, 'id' | 'name' | 'departmentId'>): Promise<TeamRecord | null> {
    const parameters = { id: input.id, name: input.name, departmentId: input.departmentId, at: change.at };
    const [row] = await change.transaction.run(SAVE_TEAM, parameters, teamRow.extend({ hasDepartment: z.boolean() }));
    if (row === undefined) throw new Error('A team that was saved did not come back.');
    return input.departmentId === null || row.hasDepartment ? row.team : null;
  }

  async lockedTeam(change: Change, id: string): Promise<TeamRecord | null> {
    const [row] = await change.transaction.run(LOCKED_TEAM, { id, at: change.at }, teamRow);
    return row?.team ?? null;
  }

  /** @returns ids of people who do not exist */
  async addMembers(change: Change, id: string, userIds: readonly string[]): Promise<readonly string[]> {
    const added = await change.transaction.run(ADD_MEMBERS, { id, userIds, at: change.at }, idRow);
    return userIds.filter((userId) => !added.some((row) => row.id === userId));
  }

  /** @param userIds null = all @returns who was a member */
  async removeMembers(change: Change, id: string, userIds: readonly string[] | null): Promise<readonly string[]> {
    return (await change.transaction.run(REMOVE_MEMBERS, { id, userIds }, idRow)).map((row) => row.id);
  }

  async deleteTeam(change: Change, id: string): Promise<void> {
    await change.transaction.run(DELETE_TEAM, { id }, idRow);
  }
}
