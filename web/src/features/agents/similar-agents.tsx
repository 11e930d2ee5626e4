import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { AgentMatchList } from '../insights/agent-match-list.tsx';

const SimilarAgentsDocument = graphql(`
  query SimilarAgents($id: ID!) {
    agent(id: $id) {
      id
      similarAgents(first: 10) {
        ...AgentMatchRow
      }
    }
  }
`);

/** Published agents near to this one, among those that the viewer sees. */
export function SimilarAgents({ agentId }: { agentId: string }) {
  const [{ data, error }, refetch] = useQuery({
    query: SimilarAgentsDocument,
    variables: { id: agentId },
    requestPolicy: 'cache-and-network',
  });
  const similar = data?.agent?.similarAgents;
  // The part is nullable: a graph service that is down answers null beside an error.
  if (!similar && error !== undefined)
    return (
      <ProblemPanel
        title="Similar agents did not load"
        problem={problemOf(error)}
        onRetry={() => refetch({ requestPolicy: 'network-only' })}
      />
    );
  if (data === undefined) return <SkeletonRows rows={4} label="Loading similar agents" />;
  if (!similar || similar.length === 0)
    return (
      <Empty title="No similar agents">
        Published agents with the same use case, or that share a tool or a notebook with this one, appear here.
      </Empty>
    );
  return <AgentMatchList matches={similar} label="Similar agents" />;
}
