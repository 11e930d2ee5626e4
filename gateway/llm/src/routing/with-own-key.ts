import type { Target } from './target.ts';

/**
 * The target as this caller calls it: with their own key where they have stored one.
 * @throws OwnKeysUnknownError: whoever may have a key of their own is not served with the organization's
 */
export async function withOwnKey(target: Target): Promise<Target> {
  const own = (await target.ownConnection?.()) ?? null;
  if (own === null) return target;
  return { ...target, adapter: own.adapter, provider: { ...target.provider, ownKeyOf: own.userId } };
}
