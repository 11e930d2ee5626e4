import type { Viewer } from '@aether/common/security';
import type { Payer } from './budget.ts';

/** Who pays for what is done in the name of a viewer. */
export function payerOf(
  { userId, departmentId, teamIds, apiKey }: Pick<Viewer, 'userId' | 'departmentId' | 'teamIds' | 'apiKey'>,
  of: Pick<Payer, 'tenantId' | 'agentId'>,
): Payer {
  return { ...of, userId, departmentId, teamIds, apiKeyId: apiKey?.id ?? null };
}
