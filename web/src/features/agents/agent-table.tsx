import { Link } from '@tanstack/react-router';
import { graphql, readFragment, type FragmentType } from '../../gql/index.ts';
import { cost } from '../../format/cost.ts';
import { plural } from '../../format/count.ts';
import { duration } from '../../format/duration.ts';
import { percent } from '../../format/percent.ts';
import { timeAgo } from '../../format/time-ago.ts';
import { classNames } from '../../ui/class-names.ts';
import { useNow } from '../../ui/use-now.ts';
import { AgentIcon, kindName } from './agent-kind.tsx';
import { AgentStatus } from './agent-status.tsx';

const AgentRowFragment = graphql(`
  fragment AgentRow on Agent {
    id
    name
    type
    kind
    status
    updatedAt
    published {
      id
      number
    }
    draft {
      agent {
        id
      }
      revision
    }
    successRate
    runCount
    medianCost
    medianDurationMs
  }
`);

/** Below this sample a rate says nothing. */
const ENOUGH_RUNS = 3;

/** Agents with their measured success, sample size beside it. */
export function AgentTable({
  agents,
  label,
}: {
  agents: readonly FragmentType<typeof AgentRowFragment>[];
  label: string;
}) {
  const now = useNow(30_000);
  return (
    <table className="rows" aria-label={label}>
      <thead>
        <tr>
          <th>Agent</th>
          <th>Status</th>
          <th className="number">Success</th>
          <th className="number max-md:hidden">Median time</th>
          <th className="number max-md:hidden">Median cost</th>
          <th className="number max-md:hidden">Changed</th>
        </tr>
      </thead>
      <tbody>
        {readFragment(AgentRowFragment, agents).map((agent) => (
          <tr key={agent.id}>
            <td className="max-w-0 w-2/5">
              <span className="flex items-center gap-2">
                <AgentIcon kind={agent.kind} />
                <Link
                  to="/agents/$agentId"
                  params={{ agentId: agent.id }}
                  className="truncate font-medium hover:underline hover:underline-offset-2"
                >
                  {agent.name}
                </Link>
                <span className="text-ink-3 max-wide:hidden">{kindName(agent.kind, agent.type)}</span>
              </span>
            </td>
            <td>
              <AgentStatus status={agent.status} version={agent.published?.number} revision={agent.draft?.revision} />
            </td>
            <td className="number">
              <SuccessRate rate={agent.successRate} runs={agent.runCount} />
            </td>
            <td className="number max-md:hidden">
              {agent.runCount ? duration(agent.medianDurationMs) : <span className="text-ink-3">—</span>}
            </td>
            <td className="number max-md:hidden">
              {agent.runCount ? (
                cost(agent.medianCost, typeof agent.medianCost !== 'number')
              ) : (
                <span className="text-ink-3">—</span>
              )}
            </td>
            <td className="number text-ink-3 max-md:hidden">{timeAgo(agent.updatedAt, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A rate with its sample; too few runs are said instead of a number. */
export function SuccessRate({ rate, runs }: { rate: number | null | undefined; runs: number | null | undefined }) {
  if (!runs || rate === null || rate === undefined) return <span className="text-ink-3">no runs</span>;
  return (
    <span className="inline-flex items-baseline justify-end gap-2">
      <span className={classNames('font-medium', runs >= ENOUGH_RUNS && rate < 0.8 && 'text-error')}>
        {runs < ENOUGH_RUNS ? '—' : percent(rate)}
      </span>
      <span className="min-w-15 text-right text-12 text-ink-3 max-md:hidden">
        {runs < ENOUGH_RUNS ? 'too few' : plural(runs, 'run')}
      </span>
    </span>
  );
}
