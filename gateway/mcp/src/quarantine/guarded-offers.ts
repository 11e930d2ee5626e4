import type { Offers } from '../upstream/offers.ts';
import type { Finding } from './finding.ts';
import { inspectValue } from './inspect-value.ts';

export interface GuardedOffers {
  readonly offers: Offers;
  /** Of what was left out; told once for each list. */
  readonly findings: readonly Finding[];
}

/** Each list is read once a minute, and asked for by every client. */
const known = new WeakMap<Offers, GuardedOffers>();

/** What a server has beside tools, without entries whose words are meant to steer a model: a list has no place for marks. */
export function guardedOffers(offers: Offers): GuardedOffers {
  const before = known.get(offers);
  if (before !== undefined) return before;
  const findings: Finding[] = [];
  const isFine = (item: unknown): boolean => {
    const found = inspectValue(item);
    findings.push(...found);
    return found.length === 0;
  };
  const { prompts, resources, templates } = offers;
  const guarded: Offers = {
    prompts: prompts.filter(isFine),
    resources: resources.filter(isFine),
    templates: templates.filter(isFine),
  };
  known.set(offers, { offers: guarded, findings: [] });
  return { offers: guarded, findings: findings.slice(0, 20) };
}
