import { Search } from 'lucide-react';
import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Input } from '../../ui/input.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Evidence } from './evidence.tsx';

const ExpertsDocument = graphql(`
  query Experts($topic: String!) {
    experts(topic: $topic, first: 10) {
      user {
        id
        name
        jobTitle
      }
      evidence {
        ...EvidenceFacts
      }
    }
  }
`);

/** Who to ask: the topic is in the address, the answer comes while it is typed. */
export function Experts({ topic, onTopic }: { topic: string; onTopic: (topic: string) => void }) {
  const asked = topic.trim();
  const [{ data, error, fetching }, refetch] = useQuery({
    query: ExpertsDocument,
    variables: { topic: asked },
    pause: asked === '',
    requestPolicy: 'cache-and-network',
  });
  return (
    <>
      <div role="search" aria-label="Find people" className="border-b border-line p-3">
        <Input
          before={<Search className="icon-s text-ink-3" aria-hidden="true" />}
          aria-label="Topic"
          placeholder="A topic, such as invoices"
          maxLength={200}
          value={topic}
          onChange={(event) => onTopic(event.target.value)}
        />
      </div>
      <div aria-live="polite" aria-busy={fetching}>
        {asked === '' ? (
          <Empty title="Who knows about a topic?">
            People who state it in their profile or made agents for it, and agreed to be named (Settings, Profile). Who
            uses an agent is not told.
          </Empty>
        ) : data === undefined && error !== undefined ? (
          <ProblemPanel
            title="The search did not answer"
            problem={problemOf(error)}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
          />
        ) : data === undefined ? (
          <SkeletonRows rows={3} label="Searching" />
        ) : data.experts.length === 0 ? (
          <Empty title="Nobody yet">
            Nobody who agreed to be named states “{asked}” or has made an agent for it that you can see.
          </Empty>
        ) : (
          <ol aria-label="People" className="divide-y divide-line">
            {data.experts.map(({ user, evidence }) =>
              user ? (
                <li key={user.id} className="flex items-start gap-2 px-4 py-2.5">
                  <Avatar name={user.name} className="mt-0.5" />
                  <div className="min-w-0 flex-1">
                    <span className="font-medium">{user.name}</span> <span className="text-ink-3">{user.jobTitle}</span>
                    <Evidence evidence={evidence} />
                  </div>
                </li>
              ) : null,
            )}
          </ol>
        )}
      </div>
    </>
  );
}
