import { useNavigate, useSearch } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ExecutionFilter } from '../../gql/graphql.ts';
import { useConnection } from '../../graphql/connection.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Input } from '../../ui/input.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { Tag } from '../../ui/tag.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { ExecutionTable } from './execution-table.tsx';
import { RUN_GROUPS, STATUSES_OF, type RunGroup } from './run-groups.ts';
import { useExecutions } from './use-executions.ts';

const PAGE = 50;

const LABELS: Record<RunGroup, string> = {
  open: 'Running',
  waiting: 'Waiting',
  succeeded: 'Succeeded',
  failed: 'Failed',
  'timed-out': 'Timed out',
  cancelled: 'Cancelled',
};

/** All runs that the viewer may see, newest first, live. */
export function RunsPage() {
  const search = useSearch({ from: '/shell/runs' });
  const navigate = useNavigate({ from: '/runs' });
  const [size, setSize] = useState(PAGE);
  const filter = useMemo((): ExecutionFilter => {
    return {
      ...(search.q === undefined ? {} : { search: search.q }),
      ...(search.agent === undefined ? {} : { agentId: search.agent }),
      ...(search.status === undefined ? {} : { statuses: [...STATUSES_OF[search.status]] }),
      ...(search.dead === true ? { redrivable: true } : {}),
    };
  }, [search.q, search.agent, search.status, search.dead]);
  const { edges, pageInfo, error, fetching, refetch } = useExecutions(filter, size);
  const live = useConnection((connection) => connection.state === 'connected');
  const change = (next: typeof search): void => {
    setSize(PAGE);
    void navigate({ search: next, replace: true });
  };
  return (
    <>
      <TopBar
        title="Runs"
        beside={
          live ? (
            <Tag tone="running" className="ml-1">
              <StatusMark shape="running" size={12} />
              Live
            </Tag>
          ) : null
        }
      />
      <div
        role="search"
        aria-label="Filter runs"
        className="flex shrink-0 items-center gap-1.5 overflow-x-auto border-b border-line py-2 pr-3 pl-4 [&>*]:shrink-0"
      >
        <Input
          compact
          className="w-52"
          before={<Search className="icon-s text-ink-3" aria-hidden="true" />}
          aria-label="Search runs"
          placeholder="Search input and output"
          value={search.q ?? ''}
          onChange={(event) => change({ ...search, q: event.target.value || undefined })}
        />
        {RUN_GROUPS.map((group) => (
          <Chip
            key={group}
            pressed={search.status === group}
            onClick={() => change({ ...search, status: search.status === group ? undefined : group })}
          >
            {LABELS[group]}
          </Chip>
        ))}
        <Chip
          pressed={search.dead === true}
          title="Failed or timed out, and not retried yet"
          onClick={() => change({ ...search, dead: search.dead === true ? undefined : true })}
        >
          Dead letters
        </Chip>
        {search.agent === undefined ? null : (
          <Chip pressed onClick={() => change({ ...search, agent: undefined })}>
            One agent only
          </Chip>
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-auto" aria-busy={fetching}>
        {edges === undefined && error !== undefined ? (
          <ProblemPanel title="Runs did not load" problem={problemOf(error)} onRetry={refetch} />
        ) : edges === undefined ? (
          <SkeletonRows rows={10} label="Loading runs" />
        ) : edges.length > 0 ? (
          <>
            <ExecutionTable label="Runs" executions={edges.map(({ node }) => node)} />
            {pageInfo?.hasNextPage ? (
              <p className="p-3">
                {size < 100 ? (
                  <Button onClick={() => setSize(100)}>Show more</Button>
                ) : (
                  <span className="text-ink-3">The newest 100 are shown. Filter to find older ones.</span>
                )}
              </p>
            ) : null}
          </>
        ) : search.q !== undefined || search.status !== undefined || search.agent !== undefined || search.dead ? (
          <Empty
            title="No run fits these filters"
            actions={<Button onClick={() => change({})}>Clear filters</Button>}
          />
        ) : (
          <Empty title="No runs yet">Try an agent or ask one in chat. Each run appears here while it happens.</Empty>
        )}
      </div>
    </>
  );
}
