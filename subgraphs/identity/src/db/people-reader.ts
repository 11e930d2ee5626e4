import { type Database, tenantStatement } from '@aether/common/graph';
import type { PageRequest } from '@aether/common/service';
import { z } from 'zod';
import type { DepartmentRecord } from '../department.ts';
import type { TeamRecord } from '../team.ts';
import type { UserRecord, UserStatus } from '../user.ts';
import { department, team, user } from './rows.ts';

const USERS_BY_IDS = tenantStatement(
  'identity.users-by-ids',
  'UNWIND $ids AS id MATCH (user:User {tenantId: $tenantId, id: id}) RETURN user {.*} AS user',
);
const DEPARTMENTS_BY_IDS = tenantStatement(
  'identity.departments-by-ids',
  'UNWIND $ids AS id MATCH (department:Department {tenantId: $tenantId, id: id}) RETURN department {.*} AS department',
);
const TEAMS_BY_IDS = tenantStatement(
  'identity.teams-by-ids',
  'UNWIND $ids AS id MATCH (team:Team {tenantId: $tenantId, id: id}) RETURN team {.*} AS team',
);
const TEAMS_OF_USERS = tenantStatement(
  'identity.teams-of-users',
  `UNWIND $ids AS id MATCH (user:User {tenantId: $tenantId, id: id})-[:MEMBER_OF]->(team:Team {tenantId: $tenantId})
   RETURN user.id AS userId, team {.*} AS team ORDER BY toLower(team.name), team.id`,
);

const ACTIVE_USER = tenantStatement(
  'identity.active-user-with-teams',
  `MATCH (user:User {tenantId: $tenantId, id: $id}) WHERE user.status = 'ACTIVE'
   OPTIONAL MATCH (user)-[:MEMBER_OF]->(team:Team {tenantId: $tenantId})
   RETURN user {.*} AS user, collect(team.id) AS teamIds`,
);

const ACTIVE_USER_OF_EMAIL = tenantStatement(
  'identity.active-user-of-email',
  `MATCH (user:User {tenantId: $tenantId, email: $email}) WHERE user.status = 'ACTIVE'
   OPTIONAL MATCH (user)-[:MEMBER_OF]->(team:Team {tenantId: $tenantId})
   RETURN user {.*} AS user, collect(team.id) AS teamIds`,
);

// Addresses are searched for those only who may see them.
const USER_PAGE = tenantStatement(
  'identity.page-of-users',
  `MATCH (user:User {tenantId: $tenantId})
   WHERE ($search IS NULL OR toLower(user.name) CONTAINS $search OR toLower(coalesce(user.jobTitle, '')) CONTAINS $search
       OR ($seesEmail AND user.email CONTAINS $search))
     AND ($roleKey IS NULL OR user.roleKey = $roleKey)
     AND ($departmentId IS NULL OR user.departmentId = $departmentId)
     AND ($teamId IS NULL OR EXISTS { (user)-[:MEMBER_OF]->(:Team {tenantId: $tenantId, id: $teamId}) })
     AND ($status IS NULL OR user.status = $status)
   WITH user, toLower(user.name) AS sort
   WHERE $afterSort IS NULL OR sort > $afterSort OR (sort = $afterSort AND user.id > $afterId)
   RETURN user {.*} AS user ORDER BY sort, user.id LIMIT $limit`,
);
const DEPARTMENT_PAGE = tenantStatement(
  'identity.page-of-departments',
  `MATCH (department:Department {tenantId: $tenantId}) WHERE $search IS NULL OR toLower(department.name) CONTAINS $search
   WITH department, toLower(department.name) AS sort
   WHERE $afterSort IS NULL OR sort > $afterSort OR (sort = $afterSort AND department.id > $afterId)
   RETURN department {.*} AS department ORDER BY sort, department.id LIMIT $limit`,
);
const TEAM_PAGE = tenantStatement(
  'identity.page-of-teams',
  `MATCH (team:Team {tenantId: $tenantId})
   WHERE ($search IS NULL OR toLower(team.name) CONTAINS $search) AND ($departmentId IS NULL OR team.departmentId = $departmentId)
   WITH team, toLower(team.name) AS sort
   WHERE $afterSort IS NULL OR sort > $afterSort OR (sort = $afterSort AND team.id > $afterId)
   RETURN team {.*} AS team ORDER BY sort, team.id LIMIT $limit`,
);

const userRow = z.object({ user });
const activeUserRow = userRow.extend({ teamIds: z.array(z.string()) });
const departmentRow = z.object({ department });
const teamRow = z.object({ team });
const membershipRow = z.object({ userId: z.string(), team });

export interface ActiveUser {
  readonly user: UserRecord;
  readonly teamIds: readonly string[];
}

export interface UserQuery {
  readonly search?: string | null;
  /** Whether `search` may look at addresses. */
  readonly seesEmail?: boolean;
  readonly roleKey?: string | null;
  readonly departmentId?: string | null;
  readonly teamId?: string | null;
  readonly status?: UserStatus | null;
}

/** Reads the people of one tenant and how they are organized. Pages are by name and have up to `page.first + 1` rows. */
export class PeopleReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async usersByIds(tenantId: string, ids: readonly string[]): Promise<readonly UserRecord[]> {
    return (await this.#database.tenant(tenantId).read(USERS_BY_IDS, { ids }, userRow)).map((row) => row.user);
  }

  /** Null = unknown, invited only, or deactivated. */
  async activeUser(tenantId: string, id: string): Promise<ActiveUser | null> {
    const [row] = await this.#database.tenant(tenantId).read(ACTIVE_USER, { id }, activeUserRow);
    return row ?? null;
  }

  async activeUserOfEmail(tenantId: string, email: string): Promise<ActiveUser | null> {
    const [row] = await this.#database.tenant(tenantId).read(ACTIVE_USER_OF_EMAIL, { email }, activeUserRow);
    return row ?? null;
  }

  async departmentsByIds(tenantId: string, ids: readonly string[]): Promise<readonly DepartmentRecord[]> {
    return (await this.#database.tenant(tenantId).read(DEPARTMENTS_BY_IDS, { ids }, departmentRow)).map(
      (row) => row.department,
    );
  }

  async teamsByIds(tenantId: string, ids: readonly string[]): Promise<readonly TeamRecord[]> {
    return (await this.#database.tenant(tenantId).read(TEAMS_BY_IDS, { ids }, teamRow)).map((row) => row.team);
  }

  async teamsOfUsers(
    tenantId: string,
    ids: readonly string[],
  ): Promise<readonly { readonly userId: string; readonly team: TeamRecord }[]> {
    return this.#database.tenant(tenantId).read(TEAMS_OF_USERS, { ids }, membershipRow);
  }

  async userPage(tenantId: string, query: UserQuery, page: PageRequest): Promise<readonly UserRecord[]> {
    const { seesEmail = false, roleKey = null, departmentId = null, teamId = null, status = null } = query;
    const parameters = { ...paging(query.search, page), seesEmail, roleKey, departmentId, teamId, status };
    return (await this.#database.tenant(tenantId).read(USER_PAGE, parameters, userRow)).map((row) => row.user);
  }

  async departmentPage(
    tenantId: string,
    search: string | null,
    page: PageRequest,
  ): Promise<readonly DepartmentRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(DEPARTMENT_PAGE, paging(search, page), departmentRow);
    return rows.map((row) => row.department);
  }

  async teamPage(
    tenantId: string,
    query: { readonly search: string | null; readonly departmentId: string | null },
    page: PageRequest,
  ): Promise<readonly TeamRecord[]> {
    const parameters = { ...paging(query.search, page), departmentId: query.departmentId };
    return (await this.#database.tenant(tenantId).read(TEAM_PAGE, parameters, teamRow)).map((row) => row.team);
  }
}

function paging(search: string | null | undefined, page: PageRequest): Record<string, unknown> {
  const [afterSort = null, afterId = null] = page.after ?? [];
  return { search: search?.trim().toLowerCase() || null, afterSort, afterId, limit: page.first + 1 };
}
