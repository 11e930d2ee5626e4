import type { Viewer } from '@aether/common/security';
import { ForbiddenError, NotFoundError, ValidationError } from '@aether/common/service';
import type { Cause } from '../cause.ts';
import type { IdentityParts } from '../context.ts';
import { LastOwnerError } from '../errors.ts';
import { checkName } from '../text-rules.ts';
import type { UserRecord } from '../user.ts';
import { checkRoleGrant } from './check-role-grant.ts';
import { type Place, placeUser } from './place-user.ts';

export interface UserUpdate extends Place {
  readonly userId: string;
  readonly name?: string | null;
  readonly jobTitle?: string | null;
  readonly avatarUrl?: string | null;
  readonly roleKey?: string | null;
  readonly expertise?: readonly string[] | null;
  readonly namedInEvidence?: boolean | null;
}

const MAXIMUM_TOPICS = 30;
const CONSENT = { reason: 'Only the person decides whether evidence may name them.' };

/** One's own profile; with `user:manage` everybody's, and role, department and teams. Consent is given by the person alone. */
export async function updateUser(
  parts: IdentityParts,
  viewer: Viewer,
  cause: Cause,
  input: UserUpdate,
): Promise<UserRecord> {
  const { changes, users, tenants } = parts;
  const isManager = viewer.permissions.includes('user:manage');
  const changesAccess = input.roleKey != null || input.departmentId !== undefined || input.teamIds != null;
  const updated = await changes.change(cause, async (change) => {
    await tenants.lock(change);
    const before = await users.locked(change, input.userId);
    if (before === null) throw new NotFoundError('person', input.userId);
    if (!isManager && (before.id !== viewer.userId || changesAccess)) throw new ForbiddenError('user:manage');
    if (input.namedInEvidence != null && before.id !== viewer.userId) throw new ForbiddenError('user:update', CONSENT);
    const roleKey = input.roleKey == null ? before.roleKey : checkRoleGrant(viewer, before.roleKey, input.roleKey);
    const isLeaving = before.roleKey === 'owner' && roleKey !== 'owner' && before.status === 'ACTIVE';
    if (isLeaving && (await users.isLastOwner(change, before.id))) throw new LastOwnerError(['roleKey']);
    await users.update(change, { ...before, ...profileOf(before, input), roleKey });
    await placeUser(change, users, before.id, input);
    if (changesAccess) change.revoke(before.id);
    const after = await users.locked(change, before.id);
    change.tell('user-updated', {
      subject: before.id,
      before,
      after: { ...after, teamIds: input.teamIds ?? undefined },
    });
    return after;
  });
  if (updated === null) throw new Error('A person who was changed did not come back.');
  return updated;
}

function profileOf(
  before: UserRecord,
  input: UserUpdate,
): Pick<UserRecord, 'name' | 'jobTitle' | 'avatarUrl' | 'expertise' | 'namedInEvidence'> {
  const { name, jobTitle, avatarUrl, expertise } = input;
  if (expertise != null && expertise.length > MAXIMUM_TOPICS) {
    throw new ValidationError(['expertise'], `at most ${MAXIMUM_TOPICS} topics`, String(expertise.length));
  }
  return {
    name: name == null ? before.name : checkName(name),
    namedInEvidence: input.namedInEvidence ?? before.namedInEvidence,
    jobTitle: jobTitle === undefined ? before.jobTitle : noneOr(jobTitle, (text) => checkName(text, ['jobTitle'])),
    avatarUrl: avatarUrl === undefined ? before.avatarUrl : noneOr(avatarUrl, checkImageUrl),
    expertise:
      expertise == null ? before.expertise : [...new Set(expertise.map((topic) => checkName(topic, ['expertise'])))],
  };
}

function noneOr(text: string | null, check: (text: string) => string): string | null {
  return text === null || text.trim() === '' ? null : check(text);
}

/** Only https: the address is put into pages of other people. */
function checkImageUrl(text: string): string {
  if (text.length <= 2_000 && URL.canParse(text) && new URL(text).protocol === 'https:') return text;
  throw new ValidationError(['avatarUrl'], 'an https address', JSON.stringify(text.slice(0, 80)));
}
