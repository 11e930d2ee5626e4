import type { ModelProvidersQuery } from '../../gql/graphql.ts';
import { count } from '../../format/count.ts';
import { duration } from '../../format/duration.ts';
import { percent } from '../../format/percent.ts';
import { timeAgo } from '../../format/time-ago.ts';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { useNow } from '../../ui/use-now.ts';

type Health = ModelProvidersQuery['modelProviders'][number]['health'];

const TICK_MS = 5_000;

/** What calls to a provider came to in the last five minutes, and what went wrong last. */
export function ProviderCalls({ health }: { health: Health }) {
  const now = useNow(TICK_MS);
  if (health === null) return <p className="mb-2 text-ink-3">Calls are not known: the LLM gateway does not answer.</p>;
  if (health.calls === 0 && health.lastSuccessAt === null && health.lastError === null)
    return <p className="mb-2 text-ink-3">No calls yet.</p>;
  const facts: Fact[] = [
    { name: 'Calls, 5 min', value: count(health.calls) },
    { name: 'Succeeded', value: health.successRate === null ? '—' : percent(health.successRate) },
    { name: 'Time p50 / p95', value: `${duration(health.latencyP50Ms)} / ${duration(health.latencyP95Ms)}` },
    {
      name: 'First token p50 / p95',
      value: `${duration(health.firstTokenP50Ms)} / ${duration(health.firstTokenP95Ms)}`,
      wideOnly: true,
    },
    { name: 'In flight', value: count(health.inFlight), wideOnly: true },
    { name: 'Last success', value: health.lastSuccessAt === null ? '—' : timeAgo(health.lastSuccessAt, now) },
  ];
  return (
    <div className="mb-3">
      <Facts facts={facts} />
      {health.openUntil === null ? null : (
        <p className="mt-2 text-error">
          {health.openModels.join(', ')} failed several times in a row; tried again {inTime(health.openUntil, now)}.
        </p>
      )}
      {health.rateLimitedUntil === null ? null : (
        <p className="mt-2 text-warning">
          The provider limits calls; free again {inTime(health.rateLimitedUntil, now)}.
        </p>
      )}
      {health.lastError === null ? null : (
        <p className="mt-2 text-ink-2">
          Last error, {timeAgo(health.lastError.at, now)}:{' '}
          <code className="font-mono text-12">{health.lastError.code}</code> {health.lastError.message}
        </p>
      )}
    </div>
  );
}

function inTime(until: string, now: number): string {
  const left = Date.parse(until) - now;
  return left <= 1000 ? 'now' : `in ${duration(left)}`;
}
