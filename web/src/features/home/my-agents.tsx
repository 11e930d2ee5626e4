import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { AgentTable } from '../agents/agent-table.tsx';
import { Section } from './section.tsx';

const MyAgentsDocument = graphql(`
  query MyAgents {
    agents(filter: { ownedByViewer: true }, first: 6) {
      edges {
        node {
          id
          statisticsDays
          ...AgentRow
        }
      }
    }
  }
`);

export function MyAgents() {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: MyAgentsDocument,
    requestPolicy: 'cache-and-network',
  });
  const agents = data?.agents.edges.map(({ node }) => node);
  const days = agents?.find((agent) => agent.statisticsDays)?.statisticsDays;
  return (
    <Section
      title="My agents"
      note={days ? `last ${days} days` : undefined}
      more={
        <Link to="/agents" className="text-link hover:underline">
          All agents
        </Link>
      }
    >
      {agents === undefined && error !== undefined ? (
        <ProblemPanel
          title="Your agents did not load"
          problem={problemOf(error)}
          onRetry={() => refetch({ requestPolicy: 'network-only' })}
        />
      ) : agents === undefined ? (
        <SkeletonRows rows={fetching ? 3 : 1} label="Loading your agents" />
      ) : agents.length === 0 ? (
        <Empty title="No agents yet">
          Say above what your first agent should do. It starts as a draft that only you can see.
        </Empty>
      ) : (
        <AgentTable agents={agents} label="My agents" />
      )}
    </Section>
  );
}
