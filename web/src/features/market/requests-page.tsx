import { useNavigate, useSearch } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { problemOf } from '../../graphql/problem.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { useNow } from '../../ui/use-now.ts';
import { RequestRow } from './request-row.tsx';
import { RequestsDocument } from './requests-document.ts';

const DIRECTIONS = [
  { value: 'RECEIVED', label: 'Received' },
  { value: 'SENT', label: 'Sent' },
] as const;

/** Requests to work on agents: those that wait for the viewer, and those that the viewer sent. */
export function RequestsPage() {
  const { direction: chosen } = useSearch({ from: '/shell/market/requests' });
  const navigate = useNavigate({ from: '/market/requests' });
  const now = useNow(60_000);
  const direction = chosen === 'sent' ? 'SENT' : 'RECEIVED';
  const [{ data, error, fetching }, refetch] = useQuery({
    query: RequestsDocument,
    variables: { direction },
    requestPolicy: 'cache-and-network',
  });
  const requests = data?.collaborationRequests.edges.map(({ node }) => node);
  return (
    <>
      <TopBar title="Requests" crumbs={[{ label: 'Marketplace', to: '/market' }]} />
      <Tabs
        label="Direction"
        value={direction}
        options={DIRECTIONS}
        onChange={(next) =>
          void navigate({ search: { direction: next === 'SENT' ? 'sent' : undefined }, replace: true })
        }
      >
        <div className="min-h-0 flex-1 overflow-auto" aria-busy={fetching}>
          {requests === undefined && error !== undefined ? (
            <ProblemPanel
              title="Requests did not load"
              problem={problemOf(error)}
              onRetry={() => refetch({ requestPolicy: 'network-only' })}
            />
          ) : requests === undefined ? (
            <SkeletonRows rows={4} label="Loading requests" />
          ) : requests.length === 0 ? (
            <Empty title={direction === 'SENT' ? 'You have asked nobody' : 'Nobody has asked you'}>
              {direction === 'SENT'
                ? 'Ask to collaborate on an agent of the marketplace, and the answer comes here.'
                : 'When a colleague wants to work on one of your agents, you decide here.'}
            </Empty>
          ) : (
            <ol aria-label={direction === 'SENT' ? 'Sent requests' : 'Received requests'}>
              {requests.map((request) => (
                <RequestRow key={request.id} request={request} received={direction === 'RECEIVED'} now={now} />
              ))}
            </ol>
          )}
        </div>
      </Tabs>
    </>
  );
}
