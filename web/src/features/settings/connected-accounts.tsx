import { Trash2 } from 'lucide-react';
import { useMutation, useQuery } from 'urql';
import { timeAgo } from '../../format/time-ago.ts';
import { problemLine, problemOf } from '../../graphql/problem.ts';
import { Empty } from '../../ui/empty.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { type OwnAccount, OwnAccountsDocument, RemoveOwnAccountDocument } from '../tools/own-accounts-document.ts';

const TICK_MS = 30_000;
const STATES: Readonly<Record<OwnAccount['status'], string>> = {
  ACTIVE: 'Connected',
  AUTHORIZATION_PENDING: 'Sign-in not finished, begun',
  EXPIRED: 'Access has ended, connected',
  REVOKED: 'Taken back, connected',
};

/** Accounts at tool servers that a person's own calls are made with; each can be disconnected here. */
export function ConnectedAccounts() {
  const [{ data, error }, refetch] = useQuery({ query: OwnAccountsDocument, requestPolicy: 'cache-and-network' });
  const [, remove] = useMutation(RemoveOwnAccountDocument);
  const now = useNow(TICK_MS);
  const reload = (): void => refetch({ requestPolicy: 'network-only' });
  const disconnect = async (credentialId: string): Promise<void> => {
    const { error: failure } = await remove({ input: { credentialId } });
    if (failure !== undefined) toast.error('The account was not disconnected', { description: problemLine(failure) });
    reload();
  };
  if (data === undefined && error !== undefined)
    return <ProblemPanel title="Connected accounts did not load" problem={problemOf(error)} onRetry={reload} />;
  if (data === undefined) return <SkeletonRows rows={2} label="Loading connected accounts" />;
  return (
    <section aria-label="Your connected accounts">
      <h2 className="font-semibold">Your connected accounts</h2>
      <p className="mb-2 text-ink-3">
        Your calls of these tool servers, and those of your runs, are made with them. Nobody else uses them.
      </p>
      {data.ownCredentials.length === 0 ? (
        <Empty title="No account is connected">
          On the page of a tool server where each person signs in, you connect yours.
        </Empty>
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line">
          {data.ownCredentials.map(({ id, toolServer, lastFour, status, createdAt, lastUsedAt }) => (
            <li key={id} className="flex min-h-10 flex-wrap items-center gap-3 px-3 py-1">
              <span className="font-medium">{toolServer?.name ?? 'Removed tool server'}</span>
              <span className="flex-1 text-12 text-ink-3">
                {STATES[status]} {timeAgo(createdAt, now)}
                {lastFour === null ? '' : ` (key …${lastFour})`},{' '}
                {lastUsedAt === null ? 'not used yet' : `last used ${timeAgo(lastUsedAt, now)}`}
              </span>
              <IconButton
                size={24}
                label={`Disconnect your account at ${toolServer?.name ?? 'a removed tool server'}`}
                icon={<Trash2 className="icon-s" aria-hidden="true" />}
                onClick={() => void disconnect(id)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
