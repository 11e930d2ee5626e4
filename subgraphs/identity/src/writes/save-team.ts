import { NotFoundError } from '@aether/common/service';
import type { GroupWriter } from '../db/group-writer.ts';
import type { Change } from '../db/identity-changes.ts';
import type { TeamRecord } from '../team.ts';

export interface TeamWrite extends Pick<TeamRecord, 'id' | 'name' | 'departmentId'> {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/**
 * Writes a team and its members. Who comes or goes sees other things from now on.
 * @throws NotFoundError when the department or a person does not exist
 */
export async function saveTeam(
  change: Change,
  groups: GroupWriter,
  { add, remove, ...input }: TeamWrite,
): Promise<TeamRecord> {
  const team = await groups.saveTeam(change, input);
  if (team === null) throw new NotFoundError('department', input.departmentId ?? '');
  const joining = [...new Set(add)];
  const [unknown] = await groups.addMembers(change, team.id, joining);
  if (unknown !== undefined) throw new NotFoundError('person', unknown);
  const left = await groups.removeMembers(change, team.id, remove);
  for (const userId of [...joining, ...left]) change.revoke(userId);
  return team;
}
