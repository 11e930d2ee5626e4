import { Link } from '@tanstack/react-router';
import { graphql, readFragment, type FragmentType } from '../../gql/index.ts';
import type { ExecutionOrigin } from '../../gql/graphql.ts';
import { ExecutionStatus, hasEnded } from '../../execution/execution-status.tsx';
import { cost } from '../../format/cost.ts';
import { count } from '../../format/count.ts';
import { duration } from '../../format/duration.ts';
import { timeAgo } from '../../format/time-ago.ts';
import { classNames } from '../../ui/class-names.ts';
import { useNow } from '../../ui/use-now.ts';

const ExecutionRowFragment = graphql(`
  fragment ExecutionRow on Execution {
    id
    status
    origin
    createdAt
    startedAt
    endedAt
    spent
    agent {
      id
      name
    }
    startedBy {
      id
      name
    }
    chain {
      summary {
        totalTokens
        totalCost
        unpriced
      }
    }
  }
`);

const ORIGINS: Record<ExecutionOrigin, string> = {
  MANUAL: 'Test',
  API: 'API',
  CHAT: 'Chat',
  WEBHOOK: 'Webhook',
  TEST: 'Comparison',
  MCP: 'MCP',
  AGENT: 'Agent',
};

interface ExecutionTableProps {
  executions: readonly FragmentType<typeof ExecutionRowFragment>[];
  label: string;
  /** 28 px rows, for a list among others. */
  compact?: boolean;
}

export function ExecutionTable({ executions, label, compact = false }: ExecutionTableProps) {
  const rows = readFragment(ExecutionRowFragment, executions);
  const now = useNow(rows.some(({ status }) => !hasEnded(status)) ? 1_000 : 30_000);
  return (
    <table className={classNames('rows', compact && 'rows-compact')} aria-label={label}>
      <thead>
        <tr>
          <th>Status</th>
          <th>Agent</th>
          <th className="max-md:hidden">Started by</th>
          <th className="number">Duration</th>
          <th className="number max-md:hidden">Cost</th>
          <th className="number max-wide:hidden">Tokens</th>
          <th className="number">Started</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((execution) => {
          const { summary } = execution.chain;
          const ended = hasEnded(execution.status);
          const until = execution.endedAt ? Date.parse(execution.endedAt) : now;
          return (
            <tr key={execution.id}>
              <td>
                <ExecutionStatus status={execution.status} quiet />
              </td>
              <td className="w-1/3 max-w-0 truncate">
                <Link
                  to="/runs/$executionId"
                  params={{ executionId: execution.id }}
                  className="font-medium hover:underline hover:underline-offset-2"
                >
                  {execution.agent?.name ?? 'Deleted agent'}
                </Link>
              </td>
              <td className="text-ink-2 max-md:hidden">
                {[ORIGINS[execution.origin], execution.startedBy?.name].filter(Boolean).join(' · ')}
              </td>
              <td className="number">
                {execution.startedAt ? duration(Math.max(0, until - Date.parse(execution.startedAt))) : '—'}
              </td>
              <td className="number max-md:hidden">
                {ended ? cost(summary.totalCost, summary.unpriced) : cost(execution.spent, summary.unpriced)}
              </td>
              <td className="number max-wide:hidden">{summary.totalTokens === 0 ? '—' : count(summary.totalTokens)}</td>
              <td className="number text-ink-3">{timeAgo(execution.createdAt, now)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
