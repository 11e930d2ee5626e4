import type { UsageGroup } from '../../gql/graphql.ts';

export const GROUPS: readonly { value: UsageGroup; label: string; heading: string }[] = [
  { value: 'MODEL', label: 'By model', heading: 'Model' },
  { value: 'PROVIDER', label: 'By provider', heading: 'Provider' },
  { value: 'AGENT', label: 'By agent', heading: 'Agent' },
  { value: 'USER', label: 'By person', heading: 'Person' },
  { value: 'API_KEY', label: 'By API key', heading: 'API key' },
  { value: 'ORIGIN', label: 'By origin', heading: 'Origin' },
  { value: 'DAY', label: 'By day', heading: 'Day' },
];

export type UsageSpan = '1' | '7' | '30' | '90';

export const SPANS: readonly { value: UsageSpan; label: string }[] = [
  { value: '1', label: '24 h' },
  { value: '7', label: '7 d' },
  { value: '30', label: '30 d' },
  { value: '90', label: '90 d' },
];

const HOUR_MS = 60 * 60 * 1000;

/** The span that ends with the hour of the instant: within that hour it is always the same. */
export function usageSpan(days: UsageSpan, now: number): { since: string; until: string } {
  const until = Math.ceil(now / HOUR_MS) * HOUR_MS;
  const since = until - Number(days) * 24 * HOUR_MS;
  return { since: new Date(since).toISOString(), until: new Date(until).toISOString() };
}

/** Runs are called by where they came from; the rest by its own name. */
const ORIGINS: Readonly<Record<string, string>> = { DIRECT: 'Calls at /v1' };

export function nameOfUsage(row: {
  readonly label: string;
  readonly agent: { readonly name: string } | null;
  readonly user: { readonly name: string } | null;
  readonly apiKey: { readonly name: string } | null;
}): string {
  return (row.agent ?? row.user ?? row.apiKey)?.name ?? ORIGINS[row.label] ?? row.label;
}
