import { PERMISSIONS } from '@aether/schema';
import type { OperationHandlers } from '@aether/test-support';

/** What identity answers about a person: null = not active. */
export type RightsOf = (userId: string) => readonly string[] | null;

/** Answers of identity about the people in whose names runs act. @param rightsOf throws when identity is away. @default every right */
export function rightsOperations(
  rightsOf: RightsOf = () => Object.keys(PERMISSIONS),
  isKeyInUse: (apiKeyId: string) => boolean = () => true,
): OperationHandlers {
  return {
    PrincipalOfUser: ({ userId, scopes, apiKeyId }, { onBehalfOf }) => {
      const permissions = rightsOf(String(userId));
      const facts = {
        tenantId: onBehalfOf?.tenantId,
        userId,
        roleKey: 'owner',
        departmentId: null,
        teamIds: [],
        scopes,
        apiKeyId: typeof apiKeyId === 'string' && isKeyInUse(apiKeyId) ? apiKeyId : null,
      };
      return { principalOfUser: permissions === null ? null : { ...facts, permissions } };
    },
  };
}
