import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { AgentMatchList } from '../insights/agent-match-list.tsx';
import { useViewer } from '../shell/use-viewer.ts';
import { Section } from './section.tsx';

const RecommendedAgentsDocument = graphql(`
  query RecommendedAgents {
    recommendedAgents(first: 3) {
      ...AgentMatchRow
    }
  }
`);

/** What works for colleagues and is not used yet. */
export function RecommendedAgents() {
  const { viewer } = useViewer();
  const [{ data, error }, refetch] = useQuery({
    query: RecommendedAgentsDocument,
    requestPolicy: 'cache-and-network',
  });
  return (
    <Section
      title="Recommended for you"
      more={
        <Link to="/insights" className="text-link hover:underline">
          Insights
        </Link>
      }
    >
      {data === undefined && error !== undefined ? (
        <ProblemPanel
          title="Recommendations did not load"
          problem={problemOf(error)}
          onRetry={() => refetch({ requestPolicy: 'network-only' })}
        />
      ) : data === undefined ? (
        <SkeletonRows rows={2} label="Loading recommendations" />
      ) : data.recommendedAgents.length === 0 ? (
        <Empty title="No recommendations yet">
          {viewer?.user?.department
            ? 'Agents that succeed for colleagues with your job in your department, and that you do not use, appear here.'
            : 'They come from colleagues in your department, and you belong to none. An administrator can set it.'}
        </Empty>
      ) : (
        <AgentMatchList matches={data.recommendedAgents} label="Recommended agents" />
      )}
    </Section>
  );
}
