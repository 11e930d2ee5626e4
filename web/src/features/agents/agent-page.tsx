import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { readFragment } from '../../gql/index.ts';
import { problemOf } from '../../graphql/problem.ts';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { AgentDocument, DraftFragment } from './agent-document.ts';
import { AgentEditor } from './agent-editor.tsx';
import { SimilarAgents } from './similar-agents.tsx';
import { Empty } from '../../ui/empty.tsx';

/** One agent: its draft in two views of one document, its versions, its audience, and a place to try it. */
export function AgentPage() {
  const { agentId } = useParams({ from: '/shell/agents/$agentId' });
  const { tab } = useSearch({ from: '/shell/agents/$agentId' });
  const navigate = useNavigate({ from: '/agents/$agentId' });
  const [{ data, error }, refetch] = useQuery({
    query: AgentDocument,
    variables: { id: agentId },
    requestPolicy: 'cache-and-network',
  });
  const reload = (): void => refetch({ requestPolicy: 'network-only' });
  const agent = data?.agent;

  if (agent === undefined || agent === null) {
    return (
      <>
        <TopBar title="Agent" crumbs={[{ label: 'Agents', to: '/agents' }]} />
        {agent === null ? (
          <NotFound what="agent" />
        ) : error === undefined ? (
          <SkeletonRows rows={8} label="Loading the agent" />
        ) : (
          <ProblemPanel title="The agent did not load" problem={problemOf(error)} onRetry={reload} />
        )}
      </>
    );
  }
  const draft = readFragment(DraftFragment, agent.draft);
  if (!draft) {
    return (
      <>
        <TopBar title={agent.name} crumbs={[{ label: 'Agents', to: '/agents' }]} />
        <Empty title="You may use this agent, but not see how it is made">
          Its owner {agent.owner?.name ?? ''} can let you edit it.
        </Empty>
        <h2 className="border-t border-line px-4 pt-3 font-semibold">Similar agents</h2>
        <SimilarAgents agentId={agent.id} />
      </>
    );
  }
  return (
    <AgentEditor
      key={agent.id}
      agent={agent}
      draft={draft}
      tab={tab ?? 'configure'}
      onTab={(next) => void navigate({ search: { tab: next === 'configure' ? undefined : next }, replace: true })}
      reload={reload}
    />
  );
}
