import type { Viewer } from '@aether/common/security';
import type { Cause } from '../cause.ts';
import type { IdentityParts } from '../context.ts';
import type { Change } from '../db/identity-changes.ts';
import { parseEmail } from '../email-address.ts';
import { NameTakenError } from '../errors.ts';
import { LinkPurpose } from '../sign-in-link.ts';
import { checkName } from '../text-rules.ts';
import type { UserRecord } from '../user.ts';
import { checkRoleGrant } from './check-role-grant.ts';
import { type Place, placeUser } from './place-user.ts';

export interface Invitation extends Place {
  readonly email: string;
  readonly name?: string | null;
  readonly roleKey: string;
}

/**
 * Makes a person who can come in with the link of the answer. Somebody who did not come yet, or was deactivated, is invited anew:
 * as this invitation says, with a new link.
 */
export async function inviteUser(
  parts: IdentityParts,
  viewer: Viewer,
  cause: Cause,
  input: Invitation,
): Promise<{ readonly user: UserRecord; readonly invitationUrl: string }> {
  const { changes, users, signInLinks, ids } = parts;
  const email = parseEmail(input.email);
  const name = checkName(input.name ?? email.split('@')[0] ?? email);
  const newId = ids('usr');
  const { token, url } = signInLinks.prepare();
  const user = await changes.change(cause, async (change) => {
    await parts.tenants.lock(change);
    const known = await users.byEmail(change, email);
    if (known?.status === 'ACTIVE') throw new NameTakenError('person with the address', email, ['email']);
    const roleKey = checkRoleGrant(viewer, known?.roleKey ?? null, input.roleKey);
    const id = known?.id ?? newId;
    if (known === null) await users.create(change, { id, email, name, roleKey });
    else await inviteAgain(change, parts, { ...known, name, roleKey, status: 'INVITED' });
    await placeUser(change, users, id, input);
    await signInLinks.create(change, { userId: id, token, purpose: LinkPurpose.invitation });
    change.tell('user-invited', {
      subject: id,
      after: { email, name, roleKey, departmentId: input.departmentId, teamIds: input.teamIds },
    });
    return users.locked(change, id);
  });
  if (user === null) throw new Error('A person who was invited did not come back.');
  return { user, invitationUrl: url };
}

async function inviteAgain(change: Change, { users }: IdentityParts, user: UserRecord): Promise<void> {
  await users.update(change, user);
  await users.forgetPassword(change, user.id);
}
