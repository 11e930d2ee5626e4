import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { LayoutTemplate, Plus, Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Input } from '../../ui/input.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { AgentTable } from './agent-table.tsx';
import { ConnectAgent } from './endpoint/connect-agent.tsx';

const AgentsDocument = graphql(`
  query Agents($filter: AgentFilter, $after: String) {
    agents(filter: $filter, first: 50, after: $after) {
      edges {
        node {
          id
          ...AgentRow
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const STATUSES = [
  ['PUBLISHED', 'Live'],
  ['DRAFT', 'Draft'],
  ['DISABLED', 'Disabled'],
  ['ARCHIVED', 'Archived'],
] as const;

export function AgentsPage() {
  const search = useSearch({ from: '/shell/agents' });
  const navigate = useNavigate({ from: '/agents' });
  const [cursor, setCursor] = useState<string | undefined>();
  const text = useDeferredValue(search.q);
  const filter = { search: text, status: search.status, ownedByViewer: search.mine };
  const [{ data, error, fetching }, refetch] = useQuery({
    query: AgentsDocument,
    variables: { filter, after: cursor },
    requestPolicy: 'cache-and-network',
  });
  const filtered = search.q !== undefined || search.status !== undefined || search.mine === true;
  const change = (next: typeof search): void => {
    setCursor(undefined);
    void navigate({ search: next, replace: true });
  };
  const agents = data?.agents.edges.map(({ node }) => node);
  return (
    <>
      <TopBar
        title="Agents"
        actions={
          <>
            <ConnectAgent />
            <Link to="/agents/templates" className={buttonClasses({ variant: 'secondary' })}>
              <LayoutTemplate className="icon-s" aria-hidden="true" />
              <span className="max-md:sr-only">Templates</span>
            </Link>
            <Link to="/" className={buttonClasses({ variant: 'primary' })}>
              <Plus className="icon-s" aria-hidden="true" />
              New agent
            </Link>
          </>
        }
      />
      <div
        role="search"
        aria-label="Filter agents"
        className="flex shrink-0 items-center gap-1.5 overflow-x-auto border-b border-line py-2 pr-3 pl-4 [&>*]:shrink-0"
      >
        <Input
          compact
          className="w-52"
          before={<Search className="icon-s text-ink-3" aria-hidden="true" />}
          aria-label="Search agents"
          placeholder="Search agents"
          value={search.q ?? ''}
          onChange={(event) => change({ ...search, q: event.target.value || undefined })}
        />
        <Chip
          pressed={search.mine === true}
          onClick={() => change({ ...search, mine: search.mine === true ? undefined : true })}
        >
          Mine
        </Chip>
        {STATUSES.map(([status, label]) => (
          <Chip
            key={status}
            pressed={search.status === status}
            onClick={() => change({ ...search, status: search.status === status ? undefined : status })}
          >
            {label}
          </Chip>
        ))}
      </div>
      <div className="min-h-0 flex-1 overflow-auto" aria-busy={fetching}>
        {agents === undefined && error !== undefined ? (
          <ProblemPanel
            title="Agents did not load"
            problem={problemOf(error)}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
          />
        ) : agents === undefined ? (
          <SkeletonRows rows={8} label="Loading agents" />
        ) : agents.length > 0 ? (
          <>
            <AgentTable agents={agents} label="Agents" />
            {data?.agents.pageInfo.hasNextPage ? (
              <p className="p-3">
                <Button onClick={() => setCursor(data.agents.pageInfo.endCursor ?? undefined)}>Next page</Button>
              </p>
            ) : null}
          </>
        ) : filtered ? (
          <Empty
            title="No agent fits these filters"
            actions={<Button onClick={() => change({})}>Clear filters</Button>}
          />
        ) : (
          <Empty
            title="No agents yet"
            actions={
              <>
                <Link to="/" className={buttonClasses({ variant: 'secondary' })}>
                  Describe the first one
                </Link>
                <Link to="/agents/templates" className={buttonClasses({ variant: 'secondary' })}>
                  Start from a template
                </Link>
              </>
            }
          >
            An agent answers from your knowledge, cites its sources, and shows what each step cost.
          </Empty>
        )}
      </div>
    </>
  );
}
