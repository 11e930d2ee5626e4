import { serviceViewer, type Viewer } from '@aether/common/security';
import type { BuiltInRoleKey } from '@aether/schema';
import { systemCause } from '../cause.ts';
import type { IdentityParts } from '../context.ts';
import { normalizedEmail } from '../email-address.ts';
import { effectivePermissions } from '../role.ts';
import { inviteUser } from '../writes/invite-user.ts';

export interface OperatorInvitation {
  readonly email: string;
  readonly name: string;
  readonly roleKey: BuiltInRoleKey;
}

/** What an operator does with the people of a tenant: lets somebody in, and has work done in the name of somebody who is in. */
export class OperatorPeople {
  readonly #parts: IdentityParts;

  constructor(parts: IdentityParts) {
    this.#parts = parts;
  }

  /**
   * Invites a person as an owner would; the audit log names the system.
   * @returns the link that lets the person in, once
   * @throws NameTakenError when an active person has the address
   */
  async invite(tenantId: string, invitation: OperatorInvitation): Promise<string> {
    const operator: Viewer = {
      ...serviceViewer(tenantId),
      roleKey: 'owner',
      permissions: effectivePermissions('owner', null),
    };
    const { invitationUrl } = await inviteUser(this.#parts, operator, systemCause(tenantId), invitation);
    return invitationUrl;
  }

  /** What a person may do at this moment. Null = there is nobody active with the address. */
  async viewerOf(tenantId: string, email: string): Promise<Viewer | null> {
    const found = await this.#parts.people.activeUserOfEmail(tenantId, normalizedEmail(email));
    if (found === null) return null;
    const { user, teamIds } = found;
    return {
      ...serviceViewer(tenantId),
      userId: user.id,
      roleKey: user.roleKey,
      departmentId: user.departmentId,
      teamIds,
      permissions: effectivePermissions(user.roleKey, null),
    };
  }
}
