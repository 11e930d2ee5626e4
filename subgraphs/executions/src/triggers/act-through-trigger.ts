import type { Viewer } from '@aether/common/security';
import { ForbiddenError } from '@aether/common/service';
import type { TriggerRecord } from './trigger.ts';

type Maker = Pick<TriggerRecord, 'createdById' | 'scopes' | 'apiKeyId'>;

/**
 * Why a viewer may not act through a trigger; null = may. Its runs act as its maker, within the scopes under which it was made, so who
 * learns its secret, feeds it or says what it runs borrows those rights: only its maker may, and an API key only with a trigger that was made
 * with it, whose runs name it. What was made in a session opens its maker's own accounts, which no key does.
 */
export function refusalToActThrough(viewer: Viewer, trigger: Maker): ForbiddenError | null {
  if (viewer.userId === null || viewer.userId !== trigger.createdById)
    return refusal(
      'trigger:write',
      'The runs of this trigger act as the person who made it, so only that person may do this. Make a trigger of your own; with "trigger:manage" you may disable or delete this one.',
    );
  if (!viewer.permissions.includes('agent:run'))
    return refusal(
      'agent:run',
      'This trigger runs an agent, which needs the permission "agent:run". Use a session or an API key that has it.',
    );
  if (viewer.apiKey !== undefined && viewer.apiKey.id !== trigger.apiKeyId)
    return refusal(
      'trigger:write',
      'This trigger was not made with this API key, and its runs may do what the key may not. Use a session, or make a trigger with the key.',
    );
  if (!covers(viewer.scopes, trigger.scopes))
    return refusal(
      'trigger:write',
      'The runs of this trigger may do more than this API key. Use a session, or a key with all scopes under which the trigger was made.',
    );
  return null;
}

/** No scopes = all rights of the person. */
function covers(held: readonly string[], asked: readonly string[]): boolean {
  return held.length === 0 || (asked.length > 0 && asked.every((scope) => held.includes(scope)));
}

function refusal(permission: string, reason: string): ForbiddenError {
  return new ForbiddenError(permission, { reason });
}
