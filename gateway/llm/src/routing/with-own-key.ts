import { OwnKeyRequiredError } from '../errors.ts';
import type { Target } from './target.ts';

/**
 * The target as this caller calls it: with their own key where they have stored one.
 * @param isRequired nobody else has reserved money for the call
 * @throws OwnKeysUnknownError: whoever may have a key of their own is not served with the organization's
 * @throws OwnKeyRequiredError before anything is sent
 */
export async function withOwnKey(target: Target, isRequired: boolean): Promise<Target> {
  const own = (await target.ownConnection?.()) ?? null;
  if (own !== null) return { ...target, adapter: own.adapter, provider: { ...target.provider, ownKeyOf: own.userId } };
  if (isRequired) throw new OwnKeyRequiredError(target.provider.slug);
  return target;
}
