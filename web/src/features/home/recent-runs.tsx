import { Link } from '@tanstack/react-router';
import { useConnection } from '../../graphql/connection.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { Tag } from '../../ui/tag.tsx';
import { ExecutionTable } from '../run/execution-table.tsx';
import { useExecutions } from '../run/use-executions.ts';
import { Section } from './section.tsx';

const NO_FILTER = {};

export function RecentRuns() {
  const { edges, error, refetch } = useExecutions(NO_FILTER, 8);
  const live = useConnection((connection) => connection.state === 'connected');
  return (
    <Section
      title="Recent runs"
      note={
        live ? (
          <Tag tone="running">
            <StatusMark shape="running" size={12} />
            Live
          </Tag>
        ) : undefined
      }
      more={
        <Link to="/runs" className="text-link hover:underline">
          All runs
        </Link>
      }
    >
      {edges === undefined && error !== undefined ? (
        <ProblemPanel title="Runs did not load" problem={problemOf(error)} onRetry={refetch} />
      ) : edges === undefined ? (
        <SkeletonRows rows={4} label="Loading runs" />
      ) : edges.length === 0 ? (
        <Empty title="No runs yet">Runs appear here while they happen, with duration, tokens and cost.</Empty>
      ) : (
        <ExecutionTable compact label="Recent runs" executions={edges.map(({ node }) => node)} />
      )}
    </Section>
  );
}
