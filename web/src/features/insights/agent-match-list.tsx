import { Link } from '@tanstack/react-router';
import { MessageSquare } from 'lucide-react';
import { graphql, readFragment, type FragmentType } from '../../gql/index.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { AgentIcon } from '../agents/agent-kind.tsx';
import { Evidence } from './evidence.tsx';

const AgentMatchFragment = graphql(`
  fragment AgentMatchRow on AgentMatch {
    agent {
      id
      name
      kind
    }
    evidence {
      ...EvidenceFacts
    }
  }
`);

/** Agents with the reason why each stands here, best first. */
export function AgentMatchList({
  matches,
  label,
}: {
  matches: readonly FragmentType<typeof AgentMatchFragment>[];
  label: string;
}) {
  return (
    <ol aria-label={label} className="divide-y divide-line">
      {readFragment(AgentMatchFragment, matches).map(({ agent, evidence }) =>
        // Its owner's service may be down, or the agent gone since the ranking was made.
        agent ? (
          <li key={agent.id} className="flex items-start gap-2 px-4 py-2.5">
            <AgentIcon kind={agent.kind} className="icon mt-0.5 shrink-0 text-step-agent" />
            <div className="min-w-0 flex-1">
              <Link
                to="/agents/$agentId"
                params={{ agentId: agent.id }}
                className="font-medium hover:underline hover:underline-offset-2"
              >
                {agent.name}
              </Link>
              <Evidence evidence={evidence} />
            </div>
            <Link
              to="/chat"
              search={{ agent: agent.id }}
              aria-label={`Chat with ${agent.name}`}
              className={buttonClasses({ variant: 'secondary' })}
            >
              <MessageSquare className="icon-s" aria-hidden="true" />
              Chat
            </Link>
          </li>
        ) : null,
      )}
    </ol>
  );
}
