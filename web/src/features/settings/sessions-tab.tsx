import { useMutation, useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import { timeAgo } from '../../format/time-ago.ts';
import { problemLine, problemOf } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Tag } from '../../ui/tag.tsx';
import { toast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { deviceOf } from './device-of.ts';

const SessionsDocument = graphql(`
  query Sessions {
    viewer {
      sessions {
        id
        current
        userAgent
        ipAddress
        createdAt
        lastSeenAt
        expiresAt
      }
    }
  }
`);

const RevokeSessionDocument = graphql(`
  mutation RevokeSession($input: RevokeSessionInput!) {
    revokeSession(input: $input) {
      deletedId
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

/** Where the viewer is signed in; each can be ended from here. */
export function SessionsTab() {
  const [{ data, error }, refetch] = useQuery({ query: SessionsDocument, requestPolicy: 'cache-and-network' });
  const [, revoke] = useMutation(RevokeSessionDocument);
  const now = useNow(60_000);
  const reload = (): void => refetch({ requestPolicy: 'network-only' });
  const end = async (sessionId: string): Promise<void> => {
    const answer = await revoke({ input: { sessionId } });
    const problem =
      answer.error === undefined ? answer.data?.revokeSession.userErrors[0]?.message : problemLine(answer.error);
    if (problem === undefined) reload();
    else toast.error('The session was not ended', { description: problem });
  };
  if (data === undefined && error !== undefined)
    return <ProblemPanel title="Sessions did not load" problem={problemOf(error)} onRetry={reload} />;
  if (data === undefined) return <SkeletonRows rows={3} label="Loading sessions" />;
  return (
    <section aria-label="Sessions">
      <h2 className="mb-2 font-semibold">Where you are signed in</h2>
      <ul className="divide-y divide-line rounded-card border border-line">
        {(data.viewer?.sessions ?? []).map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-2 px-3 py-2.5">
            <div className="min-w-48 flex-1">
              <p className="font-medium">
                {deviceOf(session.userAgent)} {session.current ? <Tag tone="success">This device</Tag> : null}
              </p>
              <p className="text-12 text-ink-3">
                {[
                  session.ipAddress,
                  `last seen ${timeAgo(session.lastSeenAt, now)}`,
                  `since ${timeAgo(session.createdAt, now)}`,
                ]
                  .filter(Boolean)
                  .join(', ')}
              </p>
            </div>
            <Button
              size={24}
              variant="danger"
              disabledReason={session.current ? 'Use Sign out for this device.' : null}
              onClick={() => void end(session.id)}
            >
              End
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
