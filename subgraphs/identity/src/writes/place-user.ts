import { NotFoundError } from '@aether/common/service';
import type { Change } from '../db/identity-changes.ts';
import type { UserWriter } from '../db/user-writer.ts';

/** What a write says about somebody's place: undefined = as it is, null = none. */
export interface Place {
  readonly departmentId?: string | null | undefined;
  readonly teamIds?: readonly string[] | null | undefined;
}

/** Puts a person into a department and teams. @throws NotFoundError when one of them does not exist */
export async function placeUser(change: Change, users: UserWriter, userId: string, place: Place): Promise<void> {
  const { departmentId, teamIds } = place;
  if (departmentId !== undefined && !(await users.setDepartment(change, userId, departmentId))) {
    throw new NotFoundError('department', departmentId ?? '');
  }
  if (teamIds === undefined || teamIds === null) return;
  const [unknown] = await users.setTeams(change, userId, [...new Set(teamIds)]);
  if (unknown !== undefined) throw new NotFoundError('team', unknown);
}
