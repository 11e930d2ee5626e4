import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { problemOf } from '../../graphql/problem.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { AgentIcon, kindName } from '../agents/agent-kind.tsx';
import { ChatAgentsDocument } from './chat-document.ts';

/** Whom to ask: the published agents. */
export function AgentPicker() {
  const [{ data, error }, refetch] = useQuery({ query: ChatAgentsDocument, requestPolicy: 'cache-and-network' });
  if (data === undefined && error !== undefined)
    return (
      <ProblemPanel
        title="Agents did not load"
        problem={problemOf(error)}
        onRetry={() => refetch({ requestPolicy: 'network-only' })}
      />
    );
  if (data === undefined) return <SkeletonRows rows={4} label="Loading agents" />;
  const agents = data.agents.edges.map(({ node }) => node);
  if (agents.length === 0) {
    return (
      <Empty
        title="No published agent yet"
        actions={
          <Link to="/agents" className={buttonClasses({ variant: 'secondary' })}>
            Go to agents
          </Link>
        }
      >
        Publish an agent, then ask it here.
      </Empty>
    );
  }
  return (
    <section aria-labelledby="whom" className="mx-auto w-full max-w-170 px-6 pt-6 max-md:px-4">
      <h2 id="whom" className="mb-3 text-20 font-semibold">
        Whom do you want to ask?
      </h2>
      <ul className="divide-y divide-line rounded-card border border-line">
        {agents.map((agent) => (
          <li key={agent.id}>
            <Link
              to="/chat"
              search={{ agent: agent.id }}
              className="flex items-center gap-3 px-3 py-2.5 hover:bg-hover"
            >
              <span className="tile grid size-6 place-items-center rounded-control text-step-agent">
                <AgentIcon kind={agent.kind} className="icon" />
              </span>
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{agent.name}</span>
                {agent.description === '' ? null : (
                  <span className="block truncate text-12 text-ink-3">{agent.description}</span>
                )}
              </span>
              <span className="text-ink-3 max-md:hidden">{kindName(agent.kind, 'BUILT_IN')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
